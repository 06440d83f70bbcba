# Reads matrices in the layout of GPTQ checkpoints: streams of codes in words of 32 bits, lowest
# first; qweight int32 [inputs * bits / 32, outputs] along inputs, qzeros int32 [groups, outputs *
# bits / 32] along outputs.
class Gptq(Module):
  training : bool

  # uint8 [outputs, inputs].
  def codes(self, qweight: Tensor, bits: int) -> Tensor:
    return __torch__.bits.stream(qweight, bits).t().contiguous()

  # Zeros, int32 [groups, outputs], of which the files store offset less. It is added to whole words,
  # because a stored zero below its convention's lowest borrows from the neighbour; codes of 3 bits,
  # which cross words, are added to one by one.
  def zeros(self, qzeros: Tensor, bits: int, offset: int) -> Tensor:
    words = qzeros
    if bits != 3 and offset == 1:
      word = 286331153
      if bits == 2:
        word = 1431655765
      if bits == 8:
        word = 16843009
      words = words + word
    zeros = __torch__.bits.stream(words.t().contiguous(), bits).t()
    if bits == 3 and offset == 1:
      zeros = (zeros + 1) & 7
    return zeros.to(torch.int32).contiguous()

  # Smallest and largest zero as stored.
  def zero_range(self, qzeros: Tensor, bits: int) -> List[int]:
    stored = self.zeros(qzeros, bits, 0)
    return [int(stored.min().item()), int(stored.max().item())]

  # The weight [outputs, inputs] that stored tensors stand for.
  def weight(self, qweight: Tensor, qzeros: Tensor, bits: int, offset: int, scales: Tensor, groups: Tensor, dtype: int) -> Tensor:
    return __torch__.codes.weight(self.codes(qweight, bits), self.zeros(qzeros, bits, offset), scales, groups, dtype)
