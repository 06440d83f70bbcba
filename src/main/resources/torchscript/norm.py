# The norms of a model, over the last dimension: a class and a line in make() each. A result has the
# weight's dtype.

class Norm(Interface):
  def of(self: __torch__.norm.Norm, x: Tensor) -> Tensor:
    pass

def make(kind: str, weight: Tensor, eps: float) -> __torch__.norm.Norm:
  if kind == "rms":
    return __torch__.norm.RmsNorm(weight, eps)
  if kind == "rms_plus_one":
    return __torch__.norm.RmsPlusOneNorm(weight, eps)
  if kind != "layer":
    ops.prim.RaiseException("Unknown norm: " + kind)
  return __torch__.norm.LayerNorm(weight, eps)

# The inner part in float32, cast back before the weight is applied.
class RmsNorm:
  weight : Tensor
  eps : float
  dtype : int

  def __init__(self: __torch__.norm.RmsNorm, weight: Tensor, eps: float) -> NoneType:
    self.weight = weight
    self.eps = eps
    self.dtype = ops.prim.dtype(weight)

  def of(self: __torch__.norm.RmsNorm, x: Tensor) -> Tensor:
    return torch.rms_norm(x.to(torch.float32), [x.shape[-1]], None, self.eps).to(self.dtype).mul_(self.weight)

# Times 1 + weight, all in float32.
class RmsPlusOneNorm:
  factor : Tensor
  eps : float
  dtype : int

  def __init__(self: __torch__.norm.RmsPlusOneNorm, weight: Tensor, eps: float) -> NoneType:
    self.factor = weight.to(torch.float32) + 1
    self.eps = eps
    self.dtype = ops.prim.dtype(weight)

  def of(self: __torch__.norm.RmsPlusOneNorm, x: Tensor) -> Tensor:
    return torch.rms_norm(x.to(torch.float32), [x.shape[-1]], self.factor, self.eps).to(self.dtype)

# Without bias, all in float32.
class LayerNorm:
  weight : Tensor
  eps : float
  dtype : int

  def __init__(self: __torch__.norm.LayerNorm, weight: Tensor, eps: float) -> NoneType:
    self.weight = weight.to(torch.float32)
    self.eps = eps
    self.dtype = ops.prim.dtype(weight)

  def of(self: __torch__.norm.LayerNorm, x: Tensor) -> Tensor:
    return torch.layer_norm(x.to(torch.float32), [x.shape[-1]], self.weight, None, self.eps).to(self.dtype)

# Where a model has none.
class NoNorm:
  eps : float

  def __init__(self: __torch__.norm.NoNorm) -> NoneType:
    self.eps = 0.

  def of(self: __torch__.norm.NoNorm, x: Tensor) -> Tensor:
    return x

# Of a weight among others, or none if there is none of that name.
def named(kind: str, weights: Dict[str, Tensor], name: str, eps: float) -> __torch__.norm.Norm:
  if name in weights:
    return __torch__.norm.make(kind, weights[name], eps)
  return __torch__.norm.NoNorm()
