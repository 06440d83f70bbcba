# Makes matrices and calls the functions of their files for their tests.
class MatrixProbe(Module):
  training : bool

  def apply(self, x: Tensor, kind: str, parts: List[Tensor], settings: List[int], dtype: int) -> Tensor:
    return __torch__.matrix.make(kind, parts, settings).apply(x.to(dtype)).to(6)

  # What add_to() adds.
  def added(self, x: Tensor, kind: str, parts: List[Tensor], settings: List[int], dtype: int) -> Tensor:
    matrix = __torch__.matrix.make(kind, parts, settings)
    y = torch.ones_like(matrix.apply(x.to(dtype)))
    matrix.add_to(y, x.to(dtype))
    return y.to(6) - 1

  def prepared(self, x: Tensor, kind: str, parts: List[Tensor], settings: List[int], dtype: int) -> Tensor:
    matrix = __torch__.matrix.make(kind, parts, settings)
    return __torch__.matrix.prepared(matrix, dtype, 3).apply(x.to(dtype)).to(6)

  def bytes(self, kind: str, parts: List[Tensor], settings: List[int]) -> int:
    return __torch__.matrix.make(kind, parts, settings).bytes()

  def plain_weights(self, kind: str, parts: List[Tensor], settings: List[int]) -> int:
    return len(__torch__.matrix.make(kind, parts, settings).plain_weight())

  def cuda_codes(self, packed: Tensor) -> Tensor:
    return __torch__.matrix_int4.cuda_codes(packed).to(0)
