# Rotary position embedding: pairs (i, i + head_dim / 2) of a head's channels are turned by an angle
# that grows with the position.

# Cosines and sines [tokens, head_dim] of the positions from `position` on; angles in float32. The
# sine of the first half is negated, so that x * cos + (x with its halves swapped) * sin is the
# rotation.
def rotation(inv_freq: Tensor, position: int, tokens: int, dtype: int) -> Tuple[Tensor, Tensor]:
  positions = torch.arange(position, position + tokens, dtype=6, device=inv_freq.device)
  angles = torch.outer(positions, inv_freq)
  cos = torch.cos(angles).to(dtype)
  sin = torch.sin(angles).to(dtype)
  return (torch.cat([cos, cos], 1), torch.cat([torch.neg(sin), sin], 1))

# x [heads, tokens, head_dim]
def rotated(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
  return torch.mul(x, cos).add_(torch.roll(x, [x.shape[2] // 2], [2]).mul_(sin))
