# StreamingLLM: the first tokens, the sinks, and the newest ones.

class StreamingLlm:
  sinks : int

  def __init__(self: __torch__.retain_streaming.StreamingLlm, settings: Dict[str, float]) -> NoneType:
    self.sinks = int(settings["sinks"])

  def observe(self: __torch__.retain_streaming.StreamingLlm, q: Tensor, keys: Tensor) -> NoneType:
    return None

  def scores(self: __torch__.retain_streaming.StreamingLlm, keys: Tensor, values: Tensor) -> Tensor:
    scores = torch.arange(keys.shape[1], dtype=torch.float32, device=keys.device)
    scores[:self.sinks].fill_(float(keys.shape[1]))
    return scores.expand([keys.shape[0], -1])

  def choose(self: __torch__.retain_streaming.StreamingLlm, scores: Tensor, count: int) -> List[Tensor]:
    return __torch__.retain.best(scores, count)
