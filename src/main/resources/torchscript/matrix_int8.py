# A matrix of whole numbers from -128 to 127 with a scale for each output, as libtorch's int8 product
# for the CPU takes it. Parts: int8 [outputs, inputs], scales [outputs]. Settings: what the scales are
# to be divided by, whether each row of
# inputs is rounded to such numbers too (of 127.5 to its largest, as compressed-tensors defines it),
# and up to how many rows the product was measured to be faster than making the weight.

class Int8Matrix:
  values : Tensor
  scales : Tensor
  bias : Optional[Tensor]
  rounds : bool
  few : int
  divisor : int

  def __init__(self: __torch__.matrix_int8.Int8Matrix, parts: List[Tensor], settings: List[int]) -> NoneType:
    self.values = parts[0]
    self.scales = parts[1]
    bias = annotate(Optional[Tensor], None)
    if len(parts) > 2:
      bias = parts[2]
    self.bias = bias
    self.divisor = settings[0]
    self.rounds = settings[1] == 1
    self.few = settings[2]

  def apply(self: __torch__.matrix_int8.Int8Matrix, x: Tensor) -> Tensor:
    dtype = ops.prim.dtype(x)
    if self.rounds:
      x = __torch__.matrix_int8.rounded(x)
    if x.shape[0] <= self.few:
      y = torch._weight_int8pack_mm(x.contiguous(), self.values, (self.scales / self.divisor).to(dtype))
    else:
      rows = x.shape[0]
      x = __torch__.rows.padded(x)
      y = __torch__.rows.cut(torch.linear(x, self.whole(dtype), None), rows)
    bias = self.bias
    if bias is not None:
      y = y.add_(bias)
    return y

  def add_to(self: __torch__.matrix_int8.Int8Matrix, y: Tensor, x: Tensor) -> NoneType:
    y.add_(self.apply(x))
    return None

  def prepared(self: __torch__.matrix_int8.Int8Matrix, dtype: int, calls: int) -> Tuple[str, List[Tensor], List[int]]:
    if self.rounds:
      return ("", annotate(List[Tensor], []), annotate(List[int], []))
    parts = [self.whole(dtype)]
    bias = self.bias
    if bias is not None:
      parts.append(bias)
    return ("plain", parts, annotate(List[int], []))

  def plain_weight(self: __torch__.matrix_int8.Int8Matrix) -> List[Tensor]:
    return annotate(List[Tensor], [])

  def kernel(self: __torch__.matrix_int8.Int8Matrix) -> str:
    name = "linear over int8 made whole for each product"
    if self.few > 0:
      name = "int8pack_mm up to " + str(self.few) + " rows, " + name + " above"
    if self.rounds:
      name = name + ", inputs rounded to int8"
    return name

  def bytes(self: __torch__.matrix_int8.Int8Matrix) -> int:
    parts = [self.values, self.scales]
    bias = self.bias
    if bias is not None:
      parts.append(bias)
    return __torch__.matrix.bytes(parts)

  def whole(self: __torch__.matrix_int8.Int8Matrix, dtype: int) -> Tensor:
    return __torch__.matrix_int8.scaled(self.values, self.scales, self.divisor, dtype)

def scaled(values: Tensor, scales: Tensor, divisor: int, dtype: int) -> Tensor:
  weight = values.to(torch.float32).mul_(scales.to(torch.float32).unsqueeze(1))
  if divisor != 1:
    weight = weight.div_(divisor)
  return weight.to(dtype)

# A row of zeros stays one.
def rounded(x: Tensor) -> Tensor:
  wide = x.to(torch.float32)
  steps = torch.amax(torch.abs(wide), [1], True).div_(127.5)
  steps = steps.masked_fill(torch.eq(steps, 0), 1)
  return torch.clamp(torch.round(wide / steps), -128, 127).mul_(steps).to(ops.prim.dtype(x))
