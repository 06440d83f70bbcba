# The newest tokens of a cache in full precision: a tensor [kv_heads, room, head_dim] and how many
# tokens of it are in use, which its owner counts.

# Writes x behind the used tokens; without room for it, into a tensor with room for `most`.
def append(kept: Tensor, used: int, x: Tensor, most: int) -> Tensor:
  end = used + x.shape[1]
  if end > kept.shape[1]:
    kept = __torch__.recent.resized(kept, used, most)
  kept[:, used:end].copy_(x)
  return kept

# Gives memory back that a long pass took, as soon as the used tokens fit in `room`.
def fitted(kept: Tensor, used: int, room: int) -> Tensor:
  if kept.shape[1] > room and used <= room:
    kept = __torch__.recent.resized(kept, used, room)
  return kept

def resized(kept: Tensor, used: int, room: int) -> Tensor:
  shape = [kept.shape[0], room, kept.shape[2]]
  larger = torch.empty(shape, dtype=ops.prim.dtype(kept), device=kept.device)
  larger[:, :used].copy_(kept[:, :used])
  return larger

# Without the first tokens.
def drop(kept: Tensor, used: int, count: int) -> NoneType:
  if count > 0:
    kept[:, :used - count].copy_(kept[:, count:used].clone())
  return None
