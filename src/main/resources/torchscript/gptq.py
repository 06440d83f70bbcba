# Reads 4-bit matrices in the layout of GPTQ checkpoints: qweight int32 [inputs / 8, outputs],
# qzeros int32 [groups, outputs / 8]; eight codes to a word, lowest first.
class Gptq(Module):
  training : bool

  # Codes 0 to 15, uint8 [outputs, inputs].
  def codes(self, qweight: Tensor) -> Tensor:
    bytes = torch.view_copy(qweight.contiguous(), dtype=torch.uint8).view([qweight.shape[0], -1, 4]).transpose(0, 1)
    return torch.stack([bytes & 15, bytes >> 4], 3).reshape([qweight.shape[1], -1])

  # Zeros, int32 [groups, outputs]. The offset is added to whole words, because a stored zero below
  # its convention's lowest borrows from the neighbour.
  def zeros(self, qzeros: Tensor, offset: int) -> Tensor:
    bytes = torch.view_copy((qzeros + offset).contiguous(), dtype=torch.uint8).view([qzeros.shape[0], -1, 4])
    return torch.stack([bytes & 15, bytes >> 4], 3).reshape([qzeros.shape[0], -1]).to(torch.int32)

  # Smallest and largest zero as stored.
  def zero_range(self, qzeros: Tensor) -> List[int]:
    stored = self.zeros(qzeros, 0)
    return [int(stored.min().item()), int(stored.max().item())]

  # The weight [outputs, inputs] that stored tensors stand for.
  def weight(self, qweight: Tensor, qzeros: Tensor, offset: int, scales: Tensor, groups: Tensor, dtype: int) -> Tensor:
    return __torch__.codes.weight(self.codes(qweight), self.zeros(qzeros, offset), scales, groups, dtype)
