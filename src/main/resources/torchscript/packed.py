# Keys or values of one layer as bit-packed codes: value = scale * code + low of its group. All
# arithmetic is in the model's dtype, every operation rounded to it, as the reference caches do; with
# shift = -low it is quanto's affine quantizer to the last bit. A group is one of
#   a tile of group_tokens x group_channels of one head, one of the two being 1
#   if flat, group_channels consecutive elements of [kv_heads, tokens, head_dim]: it may run over
#   tokens and heads, so all tokens are written at once.
# A byte holds channels i, i + head_dim / n, i + 2 head_dim / n, ...: whole runs unpack at once.

class Packed:
  codes : Tensor  # uint8 [kv_heads, capacity, head_dim * bits / 8]
  scale : Tensor  # [kv_heads, capacity / group_tokens, head_dim / group_channels], flat: [groups]
  low : Tensor
  length : int  # tokens
  bits : int
  group_tokens : int
  group_channels : int
  flat : bool
  head_dim : int

  # shape [kv_heads, capacity in tokens, head_dim]
  def __init__(self: __torch__.packed.Packed, shape: List[int], like: Tensor, bits: int, group_tokens: int, group_channels: int) -> NoneType:
    self.flat = shape[2] % group_channels != 0
    if self.flat:
      groups = [shape[0] * shape[1] * shape[2] // group_channels]
    else:
      groups = [shape[0], shape[1] // group_tokens, shape[2] // group_channels]
    self.codes = torch.empty([shape[0], shape[1], shape[2] * bits // 8], dtype=0, device=like.device)
    self.scale = torch.empty(groups, dtype=ops.prim.dtype(like), device=like.device)
    self.low = torch.empty_like(self.scale)
    self.length = 0
    self.bits = bits
    self.group_tokens = group_tokens
    self.group_channels = group_channels
    self.head_dim = shape[2]

  def bytes(self: __torch__.packed.Packed) -> int:
    return self.codes.numel() + 2 * self.scale.numel() * self.scale.element_size()

  # Tokens that one read should take, a multiple of any group: enough to occupy the device, few
  # enough to stay in a processor's cache.
  def block(self: __torch__.packed.Packed) -> int:
    tokens = 512
    if self.codes.is_cuda:
      tokens = 8192
    return max(self.group_tokens, tokens // self.group_tokens * self.group_tokens)

  # Quantizes x [kv_heads, tokens, head_dim] behind what is there.
  def append(self: __torch__.packed.Packed, x: Tensor) -> NoneType:
    tokens = x.shape[1]
    step = self.block()
    if self.flat:
      step = max(1, tokens)
    start = 0
    while start < tokens:
      end = min(start + step, tokens)
      self.write(self.length + start, x[:, start:end])
      start = end
    self.length = self.length + tokens
    return None

  # What is there once more through the quantizer, and x behind it.
  def requantize(self: __torch__.packed.Packed, x: Tensor) -> NoneType:
    if self.flat and self.length > 0:
      x = torch.cat([self.read(0, self.length), x], 1)
      self.length = 0
    else:
      start = 0
      while start < self.length:
        end = min(start + self.block(), self.length)
        self.write(start, self.read(start, end))
        start = end
    return self.append(x)

  # Quantizes x as the tokens from start on, a multiple of group_tokens.
  def write(self: __torch__.packed.Packed, start: int, x: Tensor) -> NoneType:
    top = (1 << self.bits) - 1
    groups = x.reshape(self.tiles(x))
    low = torch.amin(groups, [2, 4], True)
    scale = (torch.amax(groups, [2, 4], True) - low).div_(top)
    # 0 / 0, of a constant group, has to become a code
    codes = (groups - low).div_(scale).round_().nan_to_num_(0.).clamp_(0, top).to(0).view(x.shape)
    end = start + x.shape[1]
    part = self.head_dim * self.bits // 8
    packed = codes[:, :, :part]
    for i in range(1, 8 // self.bits):
      packed = packed | (codes[:, :, i * part:(i + 1) * part] << (i * self.bits))
    self.codes[:, start:end].copy_(packed)
    if self.flat:
      self.scale[:scale.numel()].copy_(scale.view([-1]))
      self.low[:low.numel()].copy_(low.view([-1]))
    else:
      first = start // self.group_tokens
      last = end // self.group_tokens
      self.scale[:, first:last].copy_(scale.squeeze(4).squeeze(2))
      self.low[:, first:last].copy_(low.squeeze(4).squeeze(2))
    return None

  # Dimensions of x cut in groups, which span dimensions 2 and 4.
  def tiles(self: __torch__.packed.Packed, x: Tensor) -> List[int]:
    if self.flat:
      tiles = [1, x.numel() // self.group_channels, 1, 1, self.group_channels]
    else:
      tiles = [x.shape[0], x.shape[1] // self.group_tokens, self.group_tokens, self.head_dim // self.group_channels, self.group_channels]
    return tiles

  # The codes of tokens first to last - 1, in some dtype.
  def unpacked(self: __torch__.packed.Packed, first: int, last: int, dtype: int) -> Tensor:
    packed = self.codes[:, first:last]
    codes = torch.empty([packed.shape[0], last - first, self.head_dim], dtype=dtype, device=packed.device)
    part = packed.shape[2]
    for i in range(8 // self.bits):
      run = packed
      if i > 0:
        run = run >> (i * self.bits)
      if (i + 1) * self.bits < 8:
        run = run & ((1 << self.bits) - 1)
      codes[:, :, i * part:(i + 1) * part].copy_(run)
    return codes

  # Tokens first to last - 1, dequantized.
  def read(self: __torch__.packed.Packed, first: int, last: int) -> Tensor:
    start = first // self.group_tokens * self.group_tokens
    end = (last + self.group_tokens - 1) // self.group_tokens * self.group_tokens
    values = self.unpacked(start, end, ops.prim.dtype(self.scale))
    if self.flat:
      groups = self.groups(start, end)
      pieces = values.view([values.shape[0], end - start, groups.shape[2], self.head_dim // groups.shape[2]])
      pieces.mul_(self.scale[groups].unsqueeze(3)).add_(self.low[groups].unsqueeze(3))
    else:
      tiles = values.view(self.tiles(values))
      a = start // self.group_tokens
      b = end // self.group_tokens
      tiles.mul_(self.scale[:, a:b].unsqueeze(2).unsqueeze(4)).add_(self.low[:, a:b].unsqueeze(2).unsqueeze(4))
    return values[:, first - start:last - start]

  # The group of every piece of tokens first to last - 1; no piece crosses the border of a group.
  def groups(self: __torch__.packed.Packed, first: int, last: int) -> Tensor:
    piece = self.head_dim
    rest = self.group_channels
    while rest > 0:
      next = piece % rest
      piece = rest
      rest = next
    heads = torch.arange(self.codes.shape[0], device=self.codes.device).view([-1, 1, 1])
    tokens = torch.arange(first, last, device=self.codes.device).view([1, -1, 1])
    pieces = torch.arange(0, self.head_dim, piece, device=self.codes.device).view([1, 1, -1])
    elements = (heads * self.length + tokens) * self.head_dim + pieces
    return torch.div(elements, self.group_channels, rounding_mode="floor")
