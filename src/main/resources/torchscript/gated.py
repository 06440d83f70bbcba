# down(activation(gate(h)) * up(h)).

class Gated:
  inputs : List[__torch__.matrix.Matrix]  # gate and up, or one for both
  down : __torch__.matrix.Matrix
  activation : str

  def __init__(self: __torch__.gated.Gated, inputs: List[__torch__.matrix.Matrix], down: __torch__.matrix.Matrix, activation: str) -> NoneType:
    self.inputs = inputs
    self.down = down
    self.activation = activation

  def add_to(self: __torch__.gated.Gated, x: Tensor, h: Tensor, residual: __torch__.residual.Residual) -> NoneType:
    if len(self.inputs) == 1:
      gate, up = self.inputs[0].apply(h).chunk(2, 1)
      inner = __torch__.gated.activated(gate.contiguous(), self.activation)
    else:
      inner = __torch__.gated.activated(self.inputs[0].apply(h), self.activation)
      up = self.inputs[1].apply(h)
    return residual.add(x, inner.mul_(up), self.down)

# Of values that nobody else needs.
def activated(gate: Tensor, activation: str) -> Tensor:
  if activation == "silu":
    return torch.silu_(gate)
  if activation == "gelu":
    return torch.gelu(gate)
  if activation != "gelu_tanh":
    ops.prim.RaiseException("Unknown activation: " + activation)
  return torch.gelu(gate, approximate="tanh")
