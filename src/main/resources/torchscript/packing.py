# Makes matrices of integer codes into weights or into the parts of a kept format.
class Packing(Module):
  training : bool

  def weight(self, codes: Tensor, zeros: Tensor, scales: Tensor, groups: Tensor, dtype: int) -> Tensor:
    return __torch__.codes.weight(codes, zeros, scales, groups, dtype)

  def int4(self, codes: Tensor, zeros: Tensor, scales: Tensor, permutation: Tensor, group: int, dtype: int) -> List[Tensor]:
    return __torch__.codes.int4(codes, zeros, scales, permutation, group, dtype)

  def packed(self, codes: Tensor, zeros: Tensor, scales: Tensor, groups: Tensor, bits: int) -> List[Tensor]:
    return __torch__.codes.packed(codes, zeros, scales, groups, bits)

  def int8(self, codes: Tensor, scales: Tensor) -> List[Tensor]:
    return __torch__.codes.int8(codes, scales)

  def all_equal(self, zeros: Tensor, number: int) -> bool:
    return bool(torch.all(torch.eq(zeros, number)).item())

  # The same tensors once more.
  def again(self, parts: List[Tensor]) -> List[Tensor]:
    return parts

  def whole(self, kind: str, parts: List[Tensor], settings: List[int], dtype: int) -> Tensor:
    made = __torch__.matrix.make(kind, parts, settings).prepared(dtype, 1)
    return made[1][0]

  # How many outputs the order of the int4 kernel takes together, 0 on CUDA.
  def int4_block(self, cuda: bool) -> int:
    if cuda:
      return 0
    return __torch__.int4.block()

  # One product of some rows, to be timed; the number makes a device finish.
  def product(self, kind: str, parts: List[Tensor], settings: List[int], inputs: int, rows: int, dtype: int) -> float:
    x = torch.ones([rows, inputs], dtype=dtype, device=parts[0].device)
    return float(__torch__.matrix.make(kind, parts, settings).apply(x)[0, 0].item())

  # The shortest of some products of a matrix, without what making it takes.
  def nanoseconds(self, kind: str, parts: List[Tensor], settings: List[int], inputs: int, rows: int, dtype: int, repeats: int) -> int:
    matrix = __torch__.matrix.make(kind, parts, settings)
    x = torch.ones([rows, inputs], dtype=dtype)
    shortest = inf
    for i in range(repeats):
      start = ops.prim.TimePoint()
      matrix.apply(x)
      shortest = min(shortest, float(ops.prim.TimePoint() - start))
    return int(shortest)

  def ones(self, outputs: int, inputs: int, dtype: int) -> Tensor:
    return torch.ones([outputs, inputs], dtype=dtype)
