# KeyDiff: keys whose direction differs most from the mean direction stay.

class KeyDiff:
  def __init__(self: __torch__.retain_keydiff.KeyDiff) -> NoneType:
    pass

  def observe(self: __torch__.retain_keydiff.KeyDiff, q: Tensor, keys: Tensor) -> NoneType:
    return None

  def scores(self: __torch__.retain_keydiff.KeyDiff, keys: Tensor, values: Tensor) -> Tensor:
    wide = keys.to(torch.float32)
    norms = torch.linalg_vector_norm(wide, 2, [2], True)
    mean = torch.mean(torch.div(wide, torch.clamp_min(norms, 1e-12)), [1], True)
    return torch.neg(torch.cosine_similarity(wide, mean, 2))

  def choose(self: __torch__.retain_keydiff.KeyDiff, scores: Tensor, count: int) -> List[Tensor]:
    return __torch__.retain.best(scores, count)
