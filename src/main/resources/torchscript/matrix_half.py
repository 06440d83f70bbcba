# A matrix in float16 for CPUs whose 16-bit products are slow, which is all without AMX and without
# AVX-512's 16-bit arithmetic: FBGEMM multiplies float32 rows by packed float16 weights and adds in
# float32. Parts: the weight [outputs, inputs], of numbers that float16 holds, and a bias [outputs]
# where there is one. Packed in place of the weight, not beside it.

class HalfMatrix:
  packed : __torch__.torch.classes.quantized.LinearPackedParamsBase
  biased : bool
  size : int  # bytes

  def __init__(self: __torch__.matrix_half.HalfMatrix, parts: List[Tensor]) -> NoneType:
    bias = annotate(Optional[Tensor], None)
    if len(parts) > 1:
      bias = parts[1].to(torch.float32)
    self.packed = ops.quantized.linear_prepack_fp16(parts[0].to(torch.float32), bias)
    self.biased = len(parts) > 1
    self.size = __torch__.matrix.bytes(parts)

  def apply(self: __torch__.matrix_half.HalfMatrix, x: Tensor) -> Tensor:
    return ops.quantized.linear_dynamic_fp16(x.to(torch.float32), self.packed).to(ops.prim.dtype(x))

  def add_to(self: __torch__.matrix_half.HalfMatrix, y: Tensor, x: Tensor) -> NoneType:
    y.add_(self.apply(x))
    return None

  def prepared(self: __torch__.matrix_half.HalfMatrix, dtype: int, calls: int) -> Tuple[str, List[Tensor], List[int]]:
    return ("", annotate(List[Tensor], []), annotate(List[int], []))

  def plain_weight(self: __torch__.matrix_half.HalfMatrix) -> List[Tensor]:
    weights = annotate(List[Tensor], [])
    if not self.biased:
      weight, _0 = ops.quantized.linear_unpack_fp16(self.packed)
      weights.append(weight)
    return weights

  def kernel(self: __torch__.matrix_half.HalfMatrix) -> str:
    return "quantized.linear_dynamic_fp16"

  def bytes(self: __torch__.matrix_half.HalfMatrix) -> int:
    return self.size

# Whether float16 holds a weight: bfloat16's numbers as they are, but for those below 6e-5, which
# may lose up to 3e-8.
def holds(weight: Tensor) -> bool:
  return bool((torch.amax(torch.abs(weight)) <= 65504.).item())
