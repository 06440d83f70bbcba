# From scores to what stays.

# The `count` best tokens of every head, [kv_heads, tokens], of equal ones the first.
def best(scores: Tensor, count: int) -> List[Tensor]:
  order = torch.argsort(scores, stable=True, dim=1, descending=True)
  kept, _0 = torch.sort(order[:, :count], 1)
  return torch.unbind(kept)

# The tokens of one head [1, tokens, head_dim] at some positions.
def gather(x: Tensor, head: int, positions: Tensor) -> Tensor:
  return torch.index_select(x[head:head + 1], 1, positions)
