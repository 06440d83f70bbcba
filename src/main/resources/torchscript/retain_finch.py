# Finch: what the question's queries attend to, each weighed by the tokens before it.

class Finch:
  window : int  # tokens of the question
  newest : List[Tensor]

  def __init__(self: __torch__.retain_finch.Finch, settings: Dict[str, float]) -> NoneType:
    self.window = int(settings["window"])
    self.newest = annotate(List[Tensor], [])

  def observe(self: __torch__.retain_finch.Finch, q: Tensor, keys: Tensor) -> NoneType:
    self.newest = __torch__.retain.newest(self.newest, q, self.window)
    return None

  def scores(self: __torch__.retain_finch.Finch, keys: Tensor, values: Tensor) -> Tensor:
    older = keys.shape[1] - self.window
    before = torch.arange(older, keys.shape[1], dtype=torch.float32, device=keys.device).view([-1, 1])
    heads = annotate(List[Tensor], [])
    for head in range(keys.shape[0]):
      attended = __torch__.retain.weights(__torch__.retain.group(self.newest[0], keys.shape[0], head), keys[head])
      heads.append(torch.mean(torch.mul(attended[:, :, :older], before), [0, 1]))
    return __torch__.retain.with_protected(torch.stack(heads), self.window)

  def choose(self: __torch__.retain_finch.Finch, scores: Tensor, count: int) -> List[Tensor]:
    return __torch__.retain.best(scores, count)
