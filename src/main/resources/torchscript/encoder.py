# A token classifier of the BERT family over packed chunks: the tokens of all chunks stand one after
# another, so there is no padding and attention needs no mask. Post-norm blocks, exact gelu.
class Encoder(Module):
  training : bool
  word : Tensor  # [vocabulary, hidden]
  position : Tensor  # [positions, hidden], the token type's row added
  norms : List[Tensor]  # weight and bias [hidden]: of the embeddings, then two norms per layer
  linears : List[__torch__.matrix.Matrix]  # query-key-value, output, up, down per layer; classifier
  heads : int
  epsilon : float

  def configure(self, heads: int, epsilon: float):
    self.heads = heads
    self.epsilon = epsilon

  def embeddings(self, word: Tensor, position: Tensor, types: Tensor):
    self.word = word
    self.position = position + types[0]

  def add_norm(self, weight: Tensor, bias: Tensor):
    self.norms.append(weight)
    self.norms.append(bias)

  def add_linear(self, weight: Tensor, bias: Tensor):
    self.linears.append(__torch__.matrix.plain([weight, bias]))

  # Several matrices with the same input as one.
  def add_joined(self, weights: List[Tensor], biases: List[Tensor]):
    self.add_linear(torch.cat(weights), torch.cat(biases))

  def norm(self, x: Tensor, index: int) -> Tensor:
    return torch.layer_norm(x, [x.size(-1)], self.norms[2 * index], self.norms[2 * index + 1], self.epsilon)

  # ids, positions [tokens], lengths of the chunks -> probability of class 1 (keep) [tokens], float32
  def keep(self, ids: Tensor, positions: Tensor, lengths: List[int]) -> Tensor:
    x = self.norm(torch.embedding(self.word, ids) + torch.embedding(self.position, positions), 0)
    layers = (len(self.linears) - 1) // 4
    for i in range(layers):
      attended = self.attention(self.linears[4 * i].apply(x), lengths)
      x = self.norm(self.linears[4 * i + 1].apply(attended).add_(x), 2 * i + 1)
      wide = torch.gelu(self.linears[4 * i + 2].apply(x))
      x = self.norm(self.linears[4 * i + 3].apply(wide).add_(x), 2 * i + 2)
    logits = self.linears[4 * layers].apply(x)
    return torch.select(torch.softmax(logits.to(torch.float32), -1), 1, 1).contiguous()

  # qkv [tokens, 3 * hidden] -> [tokens, hidden]; each chunk sees only itself
  def attention(self, qkv: Tensor, lengths: List[int]) -> Tensor:
    tokens = qkv.size(0)
    parts = qkv.view([tokens, 3, self.heads, -1])
    outputs : List[Tensor] = []
    start = 0
    for length in lengths:
      chunk = torch.narrow(parts, 0, start, length).permute([1, 2, 0, 3])
      out = torch.scaled_dot_product_attention(chunk[0].unsqueeze(0), chunk[1].unsqueeze(0), chunk[2].unsqueeze(0))
      outputs.append(out.squeeze(0).transpose(0, 1).reshape([length, -1]))
      start = start + length
    return torch.cat(outputs)
