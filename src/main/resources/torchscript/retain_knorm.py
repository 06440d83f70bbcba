# Knorm: keys with a small norm stay.

class Knorm:
  def __init__(self: __torch__.retain_knorm.Knorm) -> NoneType:
    pass

  def observe(self: __torch__.retain_knorm.Knorm, q: Tensor, keys: Tensor) -> NoneType:
    return None

  def scores(self: __torch__.retain_knorm.Knorm, keys: Tensor, values: Tensor) -> Tensor:
    return torch.neg(torch.linalg_vector_norm(keys, 2, [2], False, dtype=torch.float32))

  def choose(self: __torch__.retain_knorm.Knorm, scores: Tensor, count: int) -> List[Tensor]:
    return __torch__.retain.best(scores, count)
