# TOVA: what the last query attends to, over all heads together; its own token always stays.

class Tova:
  newest : List[Tensor]

  def __init__(self: __torch__.retain_tova.Tova) -> NoneType:
    self.newest = annotate(List[Tensor], [])

  def observe(self: __torch__.retain_tova.Tova, q: Tensor, keys: Tensor) -> NoneType:
    self.newest = __torch__.retain.newest(self.newest, q, 1)
    return None

  def scores(self: __torch__.retain_tova.Tova, keys: Tensor, values: Tensor) -> Tensor:
    heads = annotate(List[Tensor], [])
    for head in range(keys.shape[0]):
      heads.append(__torch__.retain.weights(__torch__.retain.group(self.newest[0], keys.shape[0], head), keys[head]))
    mean = torch.mean(torch.cat(heads, 0), [0])[:, :keys.shape[1] - 1]
    return __torch__.retain.with_protected(mean, 1).expand([keys.shape[0], -1])

  def choose(self: __torch__.retain_tova.Tova, scores: Tensor, count: int) -> List[Tensor]:
    return __torch__.retain.best(scores, count)
