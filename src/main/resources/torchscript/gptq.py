# Reads 4-bit matrices in the layout of GPTQ checkpoints: qweight int32 [inputs / 8, outputs],
# qzeros int32 [groups, outputs / 8], scales [groups, outputs]; eight codes to a word, lowest first.
class Gptq(Module):
  training : bool

  # Codes 0 to 15, uint8 [outputs, inputs].
  def codes(self, qweight: Tensor) -> Tensor:
    bytes = torch.view_copy(qweight.contiguous(), dtype=0).view([qweight.shape[0], -1, 4]).transpose(0, 1)
    return torch.stack([bytes & 15, bytes >> 4], 3).reshape([qweight.shape[1], -1])

  # Zeros, int32 [groups, outputs]. The offset is added to whole words, because a stored zero below
  # its convention's lowest borrows from the neighbour.
  def zeros(self, qzeros: Tensor, offset: int) -> Tensor:
    bytes = torch.view_copy((qzeros + offset).contiguous(), dtype=0).view([qzeros.shape[0], -1, 4])
    return torch.stack([bytes & 15, bytes >> 4], 3).reshape([qzeros.shape[0], -1]).to(3)

  # Smallest and largest zero as stored.
  def zero_range(self, qzeros: Tensor) -> List[int]:
    stored = self.zeros(qzeros, 0)
    return [int(stored.min().item()), int(stored.max().item())]

  # The weight [outputs, inputs]: (q - zero) * scale of each input's group.
  def weight(self, qweight: Tensor, qzeros: Tensor, offset: int, scales: Tensor, groups: Tensor, dtype: int) -> Tensor:
    zeros = self.zeros(qzeros, offset).to(6).t().index_select(1, groups)
    steps = scales.to(6).t().index_select(1, groups)
    return (self.codes(qweight).to(6) - zeros).mul_(steps).to(dtype)

  # The parts of linear.py for libtorch's int4 kernels, whose group must divide that of the matrix.
  def int4(self, qweight: Tensor, qzeros: Tensor, offset: int, scales: Tensor, permutation: Tensor, group: int, dtype: int) -> List[Tensor]:
    codes = self.codes(qweight)
    if permutation.numel() > 0:
      codes = torch.index_select(codes, 1, permutation)
    steps = scales.to(6)
    zeros = (8 - self.zeros(qzeros, offset)).to(6).mul_(steps)
    pairs = torch.stack([steps, zeros], 2).repeat_interleave(codes.shape[1] // group // scales.shape[0], 0)
    layout = 0
    if codes.is_cuda:
      packed = torch._convert_weight_to_int4pack((codes[:, ::2] << 4) | codes[:, 1::2], self.inner(codes.shape[1]))
      pairs = pairs.to(15)
    else:
      packed = torch._convert_weight_to_int4pack_for_cpu(codes.to(3), 1)
      if dtype == 5:  # the CPU's kernel has no fast path for float16
        dtype = 15
      pairs = pairs.to(dtype)
      layout = __torch__.int4.block()
    return [packed, pairs.contiguous(), permutation, self.layout(layout, 0, codes.device)]

  def layout(self, block: int, few: int, device: Device) -> Tensor:
    return torch.empty([block, few, 0], device=device)

  # The parts, whose kernel is to take up to `few` rows.
  def limited(self, parts: List[Tensor], few: int) -> Tensor:
    return self.layout(parts[3].shape[0], few, parts[0].device)

  # One product of some rows, to be timed; the number makes a device finish.
  def product(self, parts: List[Tensor], rows: int, few: int, dtype: int) -> float:
    x = torch.ones([rows, parts[1].shape[0] * self.group(parts)], dtype=dtype, device=parts[0].device)
    limited = parts[:3] + [self.limited(parts, few)]
    return float(__torch__.linear.apply(x, limited)[0, 0].item())

  def group(self, parts: List[Tensor]) -> int:
    if parts[0].is_cuda:
      inputs = parts[0].shape[1] * parts[0].shape[3] * 32
    else:
      inputs = parts[0].shape[1] * 2
    return inputs // parts[1].shape[0]

  # Tiles of 16 inputs that CUDA's kernel takes together.
  def inner(self, inputs: int) -> int:
    inner = 8
    while inputs % (16 * inner) != 0:
      inner = inner // 2
    return inner
