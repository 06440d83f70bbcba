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

# The rotations of single positions as matrices: x @ at(position) is rotated(x, cos, sin).
class Turns:
  cos : Tensor  # [positions, head_dim], float32 of the model's precision
  sin : Tensor
  itself : Tensor  # [head_dim, head_dim], where a product takes an element and its pair from
  pair : Tensor

  def __init__(self: __torch__.rope.Turns, inv_freq: Tensor, positions: int, dtype: int) -> NoneType:
    cos, sin = __torch__.rope.rotation(inv_freq, 0, positions, dtype)
    self.cos = cos.to(6)
    self.sin = sin.to(6)
    self.itself = torch.eye(cos.shape[1])
    self.pair = torch.roll(self.itself, [cos.shape[1] // 2], [0])

  def at(self: __torch__.rope.Turns, position: int) -> Tensor:
    return torch.addcmul(torch.mul(self.itself, self.cos[position]), self.pair, self.sin[position])
