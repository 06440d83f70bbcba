# How the output of one half of a block gets into the stream of hidden states.

class Residual:
  norms : List[__torch__.norm.Norm]  # of the output, none or one
  factor : float
  plain : bool  # without norm and factor

  def __init__(self: __torch__.residual.Residual, norms: List[__torch__.norm.Norm], factor: float) -> NoneType:
    self.norms = norms
    self.factor = factor
    self.plain = len(norms) == 0 and factor == 1.

  # Adds to x [tokens, hidden] what a matrix makes of h [tokens, inputs].
  def add(self: __torch__.residual.Residual, x: Tensor, h: Tensor, matrix: __torch__.matrix.Matrix) -> NoneType:
    if self.plain:
      matrix.add_to(x, h)
    else:
      y = matrix.apply(h)
      for norm in self.norms:
        y = norm.of(y)
      x.add_(y, alpha=self.factor)
    return None
