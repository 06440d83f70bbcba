# Matrices of integer codes, whatever layout they were stored in: codes uint8 [outputs, inputs],
# zeros int32 and scales [groups, outputs], weight = (code - zero) * scale of each input's group.

# The weight [outputs, inputs]; groups int64 [inputs].
def weight(codes: Tensor, zeros: Tensor, scales: Tensor, groups: Tensor, dtype: int) -> Tensor:
  centers = zeros.to(torch.float32).t().index_select(1, groups)
  steps = scales.to(torch.float32).t().index_select(1, groups)
  return (codes.to(torch.float32) - centers).mul_(steps).to(dtype)

# The parts of the kind "codes" in matrix_packed.py. groups int32, empty if equal and of neighbours.
def packed(codes: Tensor, zeros: Tensor, scales: Tensor, groups: Tensor, bits: int) -> List[Tensor]:
  packed = __torch__.bits.packed(codes, bits)
  return [packed.contiguous(), scales.t().contiguous(), zeros.t().to(torch.int16).contiguous(), groups.to(torch.int32)]

# The parts of matrix_int8.py of 8-bit codes whose zeros are 128, one group a row.
def int8(codes: Tensor, scales: Tensor) -> List[Tensor]:
  return [(codes.to(torch.int16) - 128).to(torch.int8), scales.reshape([-1]).clone()]

# The parts of matrix_int4.py, whose kernel's group must divide that of the matrix.
def int4(codes: Tensor, zeros: Tensor, scales: Tensor, permutation: Tensor, group: int, dtype: int) -> List[Tensor]:
  if permutation.numel() > 0:
    codes = torch.index_select(codes, 1, permutation)
  steps = scales.to(torch.float32)
  centers = (8 - zeros).to(torch.float32).mul_(steps)
  pairs = torch.stack([steps, centers], 2).repeat_interleave(codes.shape[1] // group // scales.shape[0], 0)
  if codes.is_cuda:
    packed = torch._convert_weight_to_int4pack((codes[:, ::2] << 4) | codes[:, 1::2], __torch__.codes.inner(codes.shape[1]))
    pairs = pairs.to(torch.bfloat16)
  else:
    packed = torch._convert_weight_to_int4pack_for_cpu(codes.to(torch.int32), 1)
    if dtype == torch.float16:  # the CPU's kernel has no fast path for float16
      dtype = 15
    pairs = pairs.to(dtype)
  return [packed, pairs.contiguous(), permutation]

# Tiles of 16 inputs that CUDA's kernel takes together.
def inner(inputs: int) -> int:
  inner = 8
  while inputs % (16 * inner) != 0:
    inner = inner // 2
  return inner
