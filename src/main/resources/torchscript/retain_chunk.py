# ChunkKV over SnapKV: chunks of consecutive tokens stay or go whole, the same for all heads.

class ChunkKv:
  scorer : __torch__.retain_snapkv.SnapKv
  chunk : int  # tokens

  def __init__(self: __torch__.retain_chunk.ChunkKv, settings: Dict[str, float]) -> NoneType:
    self.scorer = __torch__.retain_snapkv.SnapKv(int(settings["window"]), int(settings["kernel"]), False, False)
    self.chunk = int(settings["chunk"])

  def observe(self: __torch__.retain_chunk.ChunkKv, q: Tensor, keys: Tensor) -> NoneType:
    return self.scorer.observe(q, keys)

  # Of tokens.
  def scores(self: __torch__.retain_chunk.ChunkKv, keys: Tensor, values: Tensor) -> Tensor:
    return self.scorer.scores(keys, values)

  # A last chunk that is shorter counts as one, and has the mean of its own tokens.
  def choose(self: __torch__.retain_chunk.ChunkKv, scores: Tensor, count: int) -> List[Tensor]:
    tokens = scores.shape[1]
    if tokens < self.chunk:
      return __torch__.retain.best(scores, count)
    sums = torch.sum(scores, [0])
    chunks = (tokens + self.chunk - 1) // self.chunk
    padded = torch.constant_pad_nd(sums, [0, chunks * self.chunk - tokens]).view([chunks, -1])
    means = torch.sum(padded, [1]).div_(float(self.chunk))
    rest = tokens - (chunks - 1) * self.chunk
    means[chunks - 1] = torch.mean(sums[tokens - rest:])
    kept = __torch__.retain.best(means.unsqueeze(0), (count + self.chunk - 1) // self.chunk)[0]
    places = torch.arange(self.chunk, device=scores.device)
    positions = torch.add(torch.mul(kept, self.chunk).unsqueeze(1), places).view([-1])
    positions = positions[torch.lt(positions, tokens)]
    return torch.unbind(positions.expand([scores.shape[0], -1]))
