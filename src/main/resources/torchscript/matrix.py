# What every matrix y = x weight' (+ bias) of a model does, and the catalogue of the formats that it
# can be kept in: one class in a file of its own and one line in make() each. x is [rows, inputs].

class Matrix(Interface):
  def apply(self: __torch__.matrix.Matrix, x: Tensor) -> Tensor:
    pass
  # Adds apply(x) to y.
  def add_to(self: __torch__.matrix.Matrix, y: Tensor, x: Tensor) -> NoneType:
    pass
  # What make() takes for a matrix that does better in several calls of apply() with many rows each,
  # to be dropped after these calls: a weight that each call would make anew is made once. An empty
  # kind if this one does as well.
  def prepared(self: __torch__.matrix.Matrix, dtype: int, calls: int) -> Tuple[str, List[Tensor], List[int]]:
    pass
  # The weight [outputs, inputs], if it is kept in full precision and is all there is; else nothing.
  def plain_weight(self: __torch__.matrix.Matrix) -> List[Tensor]:
    pass
  # What is behind apply(), for reports.
  def kernel(self: __torch__.matrix.Matrix) -> str:
    pass
  # Of everything it consists of.
  def bytes(self: __torch__.matrix.Matrix) -> int:
    pass

# parts: the tensors that the kind's file names, and a bias [outputs] behind them where there is one.
def make(kind: str, parts: List[Tensor], settings: List[int]) -> __torch__.matrix.Matrix:
  if kind == "plain":
    return __torch__.matrix_plain.PlainMatrix(parts)
  if kind == "half":
    if not __torch__.matrix_half.holds(parts[0]):
      return __torch__.matrix_plain.PlainMatrix(parts)
    return __torch__.matrix_half.HalfMatrix(parts)
  if kind == "int8":
    return __torch__.matrix_int8.Int8Matrix(parts, settings)
  if kind == "codes" or kind == "fp8" or kind == "nf4":
    return __torch__.matrix_packed.PackedMatrix(kind, parts, settings)
  if kind != "int4":
    ops.prim.RaiseException("Unknown kind of matrix: " + kind)
  return __torch__.matrix_int4.Int4Matrix(parts, settings)

# In full precision: the weight, and a bias where there is one.
def plain(parts: List[Tensor]) -> __torch__.matrix.Matrix:
  return __torch__.matrix.make("plain", parts, annotate(List[int], []))

def prepared(matrix: __torch__.matrix.Matrix, dtype: int, calls: int) -> __torch__.matrix.Matrix:
  kind, parts, settings = matrix.prepared(dtype, calls)
  if len(kind) == 0:
    return matrix
  return __torch__.matrix.make(kind, parts, settings)

def bytes(tensors: List[Tensor]) -> int:
  total = 0
  for tensor in tensors:
    total += tensor.numel() * tensor.element_size()
  return total
