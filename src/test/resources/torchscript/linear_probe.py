# Calls the functions of linear.py for its tests.
class LinearProbe(Module):
  training : bool

  def apply(self, x: Tensor, parts: List[Tensor], dtype: int) -> Tensor:
    return __torch__.linear.apply(x.to(dtype), parts).to(6)

  def transposed(self, parts: List[Tensor]) -> Tensor:
    return __torch__.linear.transposed(parts, 6)

  def cuda_codes(self, packed: Tensor) -> Tensor:
    return __torch__.linear.cuda_codes(packed).to(0)
