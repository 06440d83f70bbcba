# Matrix products y = x W' of one weight format each; W is [out, in]. A format is one class here and
# one line in make().

class Linear(Interface):
  def forward(self: __torch__.linear.Linear, x: Tensor) -> Tensor:
    pass
  def bytes(self: __torch__.linear.Linear) -> int:
    pass

class Dense:
  weight : Tensor  # [out, in]

  def __init__(self: __torch__.linear.Dense, parts: List[Tensor]) -> NoneType:
    if len(parts) == 1:
      self.weight = parts[0]
    else:
      self.weight = torch.cat(parts, 0)

  def forward(self: __torch__.linear.Dense, x: Tensor) -> Tensor:
    return torch.linear(x, self.weight)

  def bytes(self: __torch__.linear.Dense) -> int:
    return self.weight.numel() * self.weight.element_size()

def make(format: str, parts: List[Tensor]) -> __torch__.linear.Linear:
  if format != "dense":
    ops.prim.RaiseException("Unknown weight format: " + format)
  return __torch__.linear.Dense(parts)
