# Gathers the queries of halting tokens, and gives the scores of retentions.
class RetentionProbe(Module):
  training : bool
  queries : List[Tensor]  # [heads, 1, head_dim]

  # exchange: query and answer of a halting token
  def see(self, exchange: List[Tensor], head_dim: int) -> NoneType:
    self.queries.append(exchange[0].view([-1, 1, head_dim]).clone())
    return None

  # Of a prompt that comes in chunks; keys, values [kv_heads, tokens, head_dim].
  def scores(self, kind: str, settings: Dict[str, float], inv_freq: Tensor, keys: Tensor, values: Tensor, chunk: int) -> Tensor:
    retention = __torch__.retention.make(kind, settings, __torch__.rope.Rope(inv_freq, False, 1.), 0, 0)
    q = torch.cat(self.queries, 1)
    start = 0
    while start < q.shape[1]:
      end = min(start + chunk, q.shape[1])
      retention.observe(q[:, start:end], keys[:, :end])
      start = end
    return retention.scores(keys, values).contiguous()
