# Expected attention: what coming queries will attend to, if they are distributed as those of the
# prompt, times the norm of what they would take.

class ExpectedAttention:
  sinks : int  # first tokens, that always stay and are no sample of the queries
  future : int  # positions behind the prompt
  epsilon : float
  rope : __torch__.rope.Rope
  count : int  # queries seen
  moments : List[Tensor]  # their sum [heads, head_dim] and that of their outer products, float64

  def __init__(self: __torch__.retain_expected.ExpectedAttention, settings: Dict[str, float], rope: __torch__.rope.Rope) -> NoneType:
    self.sinks = int(settings["sinks"])
    self.future = int(settings["future"])
    self.epsilon = settings["epsilon"]
    self.rope = rope
    self.count = 0
    self.moments = annotate(List[Tensor], [])

  # Rotation is undone.
  def observe(self: __torch__.retain_expected.ExpectedAttention, q: Tensor, keys: Tensor) -> NoneType:
    position = keys.shape[1] - q.shape[1]
    skipped = min(max(0, self.sinks - position), q.shape[1])
    plain = self.rope.turned_back(q[:, skipped:].to(torch.float32), position + skipped).to(torch.float64)
    sums = torch.sum(plain, [1])
    products = torch.matmul(plain.transpose(1, 2), plain)
    if len(self.moments) > 0:
      sums = sums.add_(self.moments[0])
      products = products.add_(self.moments[1])
    self.moments = [sums, products]
    self.count = self.count + plain.shape[1]
    return None

  def scores(self: __torch__.retain_expected.ExpectedAttention, keys: Tensor, values: Tensor) -> Tensor:
    tokens = keys.shape[1]
    mean = self.moments[0] / self.count
    spread = self.moments[1] / self.count - torch.matmul(mean.unsqueeze(2), mean.unsqueeze(1))
    cos, sin = self.rope.rotation(tokens, self.future, torch.float32)
    cos = torch.mean(cos.to(torch.float64), [0], True)
    sin = torch.mean(sin.to(torch.float64), [0], True)
    mean = self.rope.rotated(mean.unsqueeze(1), cos, sin)
    spread = self.rope.rotated(spread, cos, sin).transpose(1, 2).contiguous()
    spread = self.rope.rotated(spread, cos, sin)
    width = float(keys.shape[2])
    heads = annotate(List[Tensor], [])
    for head in range(keys.shape[0]):
      k = keys[head, self.sinks:].to(torch.float32)
      linear = torch.matmul(__torch__.retain.group(mean, keys.shape[0], head).to(torch.float32), k.t()).squeeze(1)
      square = torch.sum(torch.mul(torch.matmul(k, __torch__.retain.group(spread, keys.shape[0], head).to(torch.float32)), k), [2])
      logits = linear.mul_(width ** -0.5).add_(square, alpha=0.5 / width)
      heads.append(torch.mean(torch.softmax(logits, 1), [0]))
    norms = torch.linalg_vector_norm(values[:, self.sinks:], 2, [2], False, dtype=torch.float32)
    scores = torch.stack(heads).add_(self.epsilon).mul_(norms)
    return torch.constant_pad_nd(scores, [self.sinks, 0], torch.max(scores).item() + 1.)

  def choose(self: __torch__.retain_expected.ExpectedAttention, scores: Tensor, count: int) -> List[Tensor]:
    return __torch__.retain.best(scores, count)
