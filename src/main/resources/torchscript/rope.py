# Rotary position embedding: pairs of a head's channels are turned by an angle that grows with the
# position. Pairs are (i, i + channels / 2) or neighbours; channels behind the turned ones stay.

class Rope:
  inv_freq : Tensor  # [channels / 2], float32; empty where nothing is turned
  neighbours : bool
  amplitude : float  # of cosines and sines

  def __init__(self: __torch__.rope.Rope, inv_freq: Tensor, neighbours: bool, amplitude: float) -> NoneType:
    self.inv_freq = inv_freq
    self.neighbours = neighbours
    self.amplitude = amplitude

  # Cosines and sines [tokens, channels] of the positions from `position` on; angles in float32. The
  # sine of a pair's first channel is negated, so that x * cos + (x with its pairs swapped) * sin is
  # the rotation.
  def rotation(self: __torch__.rope.Rope, position: int, tokens: int, dtype: int) -> Tuple[Tensor, Tensor]:
    positions = torch.arange(position, position + tokens, dtype=torch.float32, device=self.inv_freq.device)
    return self.by(torch.outer(positions, self.inv_freq), dtype)

  # The same of angles, [tokens, channels / 2], float32.
  def by(self: __torch__.rope.Rope, angles: Tensor, dtype: int) -> Tuple[Tensor, Tensor]:
    cos = torch.cos(angles)
    sin = torch.sin(angles)
    if self.amplitude != 1.:
      cos.mul_(self.amplitude)
      sin.mul_(self.amplitude)
    return self.paired(cos.to(dtype), sin.to(dtype))

  # Of pairs, [tokens, channels / 2], as rotated() takes them.
  def paired(self: __torch__.rope.Rope, cos: Tensor, sin: Tensor) -> Tuple[Tensor, Tensor]:
    if self.neighbours:
      return (torch.stack([cos, cos], 2).flatten(1), torch.stack([torch.neg(sin), sin], 2).flatten(1))
    return (torch.cat([cos, cos], 1), torch.cat([torch.neg(sin), sin], 1))

  # Turned keys [heads, tokens, head_dim] turned on by so many positions each, [tokens].
  def moved(self: __torch__.rope.Rope, x: Tensor, positions: Tensor) -> Tensor:
    angles = torch.outer(positions.to(torch.float32), self.inv_freq)
    cos, sin = self.paired(torch.cos(angles), torch.sin(angles))
    return self.rotated(x.to(torch.float32), cos, sin).to(ops.prim.dtype(x))

  # What rotated() made x of, [heads, tokens, head_dim], the first of which stands at a position.
  def turned_back(self: __torch__.rope.Rope, x: Tensor, position: int) -> Tensor:
    cos, sin = self.rotation(position, x.shape[1], torch.float32)
    scale = self.amplitude ** -2.
    return self.rotated(x, cos.mul_(scale), sin.mul_(-scale))

  # x [heads, tokens, head_dim]
  def rotated(self: __torch__.rope.Rope, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    channels = cos.shape[1]
    if channels == 0:
      return x
    if channels < x.shape[2]:
      return torch.cat([self.turned(x[:, :, :channels], cos, sin), x[:, :, channels:]], 2)
    return self.turned(x, cos, sin)

  def turned(self: __torch__.rope.Rope, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    if self.neighbours:
      swapped = x.unflatten(2, [-1, 2]).flip([3]).flatten(2)
    else:
      swapped = torch.roll(x, [x.shape[2] // 2], [2])
    return torch.mul(x, cos).add_(swapped.mul_(sin))

# The rotations of single positions as matrices, for pairs (i, i + head_dim / 2): x @ at(position) is
# rotated(x, cos, sin).
class Turns:
  cos : Tensor  # [positions, head_dim], float32 of the model's precision
  sin : Tensor
  itself : Tensor  # [head_dim, head_dim], where a product takes an element and its pair from
  pair : Tensor

  def __init__(self: __torch__.rope.Turns, rope: __torch__.rope.Rope, positions: int, dtype: int) -> NoneType:
    cos, sin = rope.rotation(0, positions, dtype)
    self.cos = cos.to(torch.float32)
    self.sin = sin.to(torch.float32)
    self.itself = torch.eye(cos.shape[1])
    self.pair = torch.roll(self.itself, [cos.shape[1] // 2], [0])

  def at(self: __torch__.rope.Turns, position: int) -> Tensor:
    return torch.addcmul(torch.mul(self.itself, self.cos[position]), self.pair, self.sin[position])
