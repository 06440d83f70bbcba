# AdaKV over SnapKV: the best tokens of all heads of a layer together, so that heads keep different
# numbers; a share of an even split is every head's own.

class AdaKv:
  scorer : __torch__.retain_snapkv.SnapKv
  alpha : float  # the share

  def __init__(self: __torch__.retain_adakv.AdaKv, settings: Dict[str, float]) -> NoneType:
    self.scorer = __torch__.retain_snapkv.SnapKv(int(settings["window"]), int(settings["kernel"]), False, False)
    self.alpha = settings["alpha"]

  def observe(self: __torch__.retain_adakv.AdaKv, q: Tensor, keys: Tensor) -> NoneType:
    return self.scorer.observe(q, keys)

  def scores(self: __torch__.retain_adakv.AdaKv, keys: Tensor, values: Tensor) -> Tensor:
    return self.scorer.scores(keys, values)

  def choose(self: __torch__.retain_adakv.AdaKv, scores: Tensor, count: int) -> List[Tensor]:
    own = __torch__.retain.best(scores, int(count * self.alpha))
    raised = scores.clone()
    for head in range(scores.shape[0]):
      raised[head, own[head]] = inf
    flat = raised.view([1, -1])
    together = __torch__.retain.best(flat, count * scores.shape[0])[0]
    kept = torch.zeros(flat.shape[1], dtype=torch.uint8, device=scores.device)
    kept[together] = 1
    heads = annotate(List[Tensor], [])
    for row in torch.unbind(kept.view(scores.shape)):
      heads.append(torch.nonzero(row).squeeze(1))
    return heads
