# A matrix in full precision. Parts: the weight [outputs, inputs].

class PlainMatrix:
  weight : Tensor
  bias : Optional[Tensor]
  exact : bool  # whether no number of rows is rounded up
  streams : bool  # whether one row goes through oneDNN's inner product

  def __init__(self: __torch__.matrix_plain.PlainMatrix, parts: List[Tensor]) -> NoneType:
    self.weight = parts[0]
    bias = annotate(Optional[Tensor], None)
    if len(parts) > 1:
      bias = parts[1]
    self.bias = bias
    self.exact = self.weight.is_cuda or ops.prim.dtype(self.weight) == 6
    # One row meets every weight once, so the memory sets the pace: oneDNN's inner product reads
    # several rows of a bfloat16 weight at a time, which libtorch's linear does not (measured: 1.7
    # times faster). Its float16 is a reference implementation, slower by orders of magnitude.
    bfloat = ops.prim.dtype(self.weight) == 15 and not self.weight.is_cuda
    self.streams = bfloat and bool(ops.mkldnn._is_mkldnn_bf16_supported())

  def apply(self: __torch__.matrix_plain.PlainMatrix, x: Tensor) -> Tensor:
    rows = x.shape[0]
    if rows == 1 and self.streams:
      return ops.mkldnn._linear_pointwise(x, self.weight, self.bias, "none", annotate(List[Optional[number]], []), "")
    if rows == 1 or self.exact:
      return torch.linear(x, self.weight, self.bias)
    return __torch__.rows.cut(torch.linear(__torch__.rows.padded(x), self.weight, self.bias), rows)

  # The product of many rows that need no rounding up adds as it ends: one rounding and one pass less.
  def add_to(self: __torch__.matrix_plain.PlainMatrix, y: Tensor, x: Tensor) -> NoneType:
    rows = x.shape[0]
    if self.bias is None and rows > 1 and __torch__.rows.room(rows) == rows:
      y.addmm_(x, self.weight.t())
    else:
      y.add_(self.apply(x))
    return None

  def prepared(self: __torch__.matrix_plain.PlainMatrix, dtype: int, calls: int) -> Tuple[str, List[Tensor], List[int]]:
    return ("", annotate(List[Tensor], []), annotate(List[int], []))

  def plain_weight(self: __torch__.matrix_plain.PlainMatrix) -> List[Tensor]:
    weights = annotate(List[Tensor], [])
    if self.bias is None:
      weights.append(self.weight)
    return weights

  def kernel(self: __torch__.matrix_plain.PlainMatrix) -> str:
    if self.streams:
      return "mkldnn._linear_pointwise for one row, linear above"
    return "linear"

  def bytes(self: __torch__.matrix_plain.PlainMatrix) -> int:
    parts = [self.weight]
    bias = self.bias
    if bias is not None:
      parts.append(bias)
    return __torch__.matrix.bytes(parts)
