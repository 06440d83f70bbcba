# Keys or values of one layer as bit-packed codes: value = scale * code + low of its group. All
# arithmetic is in the model's dtype, every operation rounded to it, as the reference caches do; with
# shift = -low it is quanto's affine quantizer to the last bit. A group is one of
#   a tile of group_tokens x group_channels of one head, one of the two being 1
#   if flat, group_channels consecutive elements of [kv_heads, tokens, head_dim]: it may run over
#   tokens and heads, so all tokens are written at once.
# Channels lie in pieces, one as a rule, and a byte holds channels i, i + piece / n, i + 2 piece / n,
# ... of a token: whole runs unpack at once. Where libtorch's int4 product for the CPU can read codes
# as they are (block > 0: its bfloat16 kernel, 4 bits, groups of channels), pieces are as wide as its
# block, and keys, of which it takes tokens for outputs, hold tokens i and i + block / 2 in a byte.

class Packed:
  codes : Tensor  # uint8 [kv_heads, pieces, capacity, piece * bits / 8]
  scale : Tensor  # [kv_heads, capacity / group_tokens, head_dim / group_channels], flat: [groups]
  low : Tensor
  length : int  # tokens
  bits : int
  group_tokens : int
  group_channels : int
  flat : bool
  head_dim : int
  piece : int  # channels
  block : int  # of the int4 product, 0 where it is not used
  by_tokens : bool  # whether a byte holds two tokens of one channel

  # shape [kv_heads, capacity in tokens, head_dim]
  def __init__(self: __torch__.packed.Packed, shape: List[int], like: Tensor, bits: int, group_tokens: int, group_channels: int) -> NoneType:
    self.flat = shape[2] % group_channels != 0
    if self.flat:
      groups = [shape[0] * shape[1] * shape[2] // group_channels]
    else:
      groups = [shape[0], shape[1] // group_tokens, shape[2] // group_channels]
    self.piece = shape[2]
    self.block = 0
    self.by_tokens = False
    self.codes = torch.empty([shape[0], 1, shape[1], shape[2] * bits // 8], dtype=0, device=like.device)
    self.scale = torch.empty(groups, dtype=ops.prim.dtype(like), device=like.device)
    self.low = torch.empty_like(self.scale)
    self.length = 0
    self.bits = bits
    self.group_tokens = group_tokens
    self.group_channels = group_channels
    self.head_dim = shape[2]

  # For keys (by_tokens) or values that single queries meet one after another: takes the order of the
  # int4 product, if that can be used. Before anything is written.
  def arrange(self: __torch__.packed.Packed, by_tokens: bool) -> __torch__.packed.Packed:
    fits = self.bits == 4 and self.group_tokens == 1 and not self.flat and self.group_channels % 64 == 0
    if fits and ops.prim.dtype(self.scale) == 15 and not self.scale.is_cuda:
      self.block = __torch__.int4.block()
      self.piece = self.block
      self.by_tokens = by_tokens
      shape = [self.codes.shape[0], self.head_dim // self.piece, self.padded(self.codes.shape[2]), self.piece // 2]
      self.codes = torch.empty(shape, dtype=0)
    return self

  # Tokens rounded up to whole blocks.
  def padded(self: __torch__.packed.Packed, tokens: int) -> int:
    return (tokens + self.block - 1) // self.block * self.block

  def bytes(self: __torch__.packed.Packed) -> int:
    return self.codes.numel() + 2 * self.scale.numel() * self.scale.element_size()

  def tensors(self: __torch__.packed.Packed) -> List[Tensor]:
    return [self.codes, self.scale, self.low]

  # Tokens that one read should take, a multiple of any group: enough to occupy the device, few
  # enough to stay in a processor's cache.
  def stretch(self: __torch__.packed.Packed) -> int:
    tokens = 512
    if self.codes.is_cuda:
      tokens = 8192
    return max(self.group_tokens, tokens // self.group_tokens * self.group_tokens)

  # Quantizes x [kv_heads, tokens, head_dim] behind what is there.
  def append(self: __torch__.packed.Packed, x: Tensor) -> NoneType:
    tokens = x.shape[1]
    step = self.stretch()
    if self.flat:
      step = max(1, tokens)
    start = 0
    while start < tokens:
      end = min(start + step, tokens)
      self.write(self.length + start, x[:, start:end])
      start = end
    self.length = self.length + tokens
    return None

  # Without the first tokens, which are whole groups; not for tokens in bytes of two.
  def drop(self: __torch__.packed.Packed, count: int) -> NoneType:
    rest = self.length - count
    groups = rest // self.group_tokens
    first = count // self.group_tokens
    self.codes[:, :, :rest].copy_(self.codes[:, :, count:self.length].clone())
    self.scale[:, :groups].copy_(self.scale[:, first:first + groups].clone())
    self.low[:, :groups].copy_(self.low[:, first:first + groups].clone())
    self.length = rest
    return None

  # What is there once more through the quantizer, and x behind it.
  def requantize(self: __torch__.packed.Packed, x: Tensor) -> NoneType:
    if self.flat and self.length > 0:
      x = torch.cat([self.read(0, self.length), x], 1)
      self.length = 0
    else:
      start = 0
      while start < self.length:
        end = min(start + self.stretch(), self.length)
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
    self.pack(start, codes)
    end = start + x.shape[1]
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

  # Stores codes [kv_heads, tokens, head_dim] from the token `start` on.
  def pack(self: __torch__.packed.Packed, start: int, codes: Tensor) -> NoneType:
    if self.by_tokens:
      before = start % self.block
      if before > 0:
        codes = torch.cat([self.unpacked(start - before, start, 0), codes], 1)
      codes = torch.constant_pad_nd(codes, [0, 0, 0, self.padded(codes.shape[1]) - codes.shape[1]])
      blocks = codes.view([codes.shape[0], -1, self.block, self.head_dim]).transpose(2, 3)
      self.store(start - before, blocks.reshape([codes.shape[0], -1, self.head_dim, self.block]))
    else:
      self.store(start, codes)
    return None

  # Packs the last dimension, in runs of a piece, or of a block of tokens.
  def store(self: __torch__.packed.Packed, start: int, codes: Tensor) -> NoneType:
    pieces = codes.view([codes.shape[0], codes.shape[1], self.codes.shape[1], self.piece, -1])
    if self.by_tokens:
      runs = pieces.transpose(1, 2)
    else:
      runs = pieces.squeeze(4).transpose(1, 2)
    part = runs.shape[-1] * self.bits // 8
    packed = torch.narrow(runs, -1, 0, part)
    for i in range(1, 8 // self.bits):
      packed = packed | (torch.narrow(runs, -1, i * part, part) << (i * self.bits))
    target = packed.reshape([codes.shape[0], self.codes.shape[1], -1, self.codes.shape[3]])
    self.codes[:, :, start:start + target.shape[2]].copy_(target)
    return None

  # The codes [kv_heads, tokens, head_dim] of tokens first to last - 1, in some dtype.
  def unpacked(self: __torch__.packed.Packed, first: int, last: int, dtype: int) -> Tensor:
    if self.by_tokens:
      start = first // self.block * self.block
      end = self.padded(last)
      shape = [self.codes.shape[0], self.codes.shape[1], -1, self.piece, self.block // 2]
      runs = self.codes[:, :, start:end].reshape(shape)
      blocks = self.spread(runs, dtype).permute([0, 2, 4, 1, 3])
      codes = blocks.reshape([self.codes.shape[0], end - start, self.head_dim])[:, first - start:last - start]
    else:
      codes = self.spread(self.codes[:, :, first:last], dtype)
      if codes.shape[1] > 1:
        codes = codes.transpose(1, 2)
      codes = codes.reshape([codes.shape[0], last - first, self.head_dim])
    return codes

  # The codes in the last dimension's bytes.
  def spread(self: __torch__.packed.Packed, packed: Tensor, dtype: int) -> Tensor:
    part = packed.shape[-1]
    codes = torch.empty(packed.shape[:-1] + [part * 8 // self.bits], dtype=dtype, device=packed.device)
    for i in range(8 // self.bits):
      run = packed
      if i > 0:
        run = run >> (i * self.bits)
      if (i + 1) * self.bits < 8:
        run = run & ((1 << self.bits) - 1)
      torch.narrow(codes, -1, i * part, part).copy_(run)
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

  # --- products of a few rows with all tokens, without making values: as every group is
  # scale * code + low, the scale and the low are applied to whole sums

  # Scores of the rows q [kv_heads, rows, head_dim] against all tokens, times a factor, float32.
  def scores(self: __torch__.packed.Packed, q: Tensor, factor: float, out: Tensor) -> NoneType:
    rows = q.to(6).mul(factor)
    if self.block > 0:
      steps, lows = self.factors(0, self.length)
      self.kernel_scores(q, steps * factor, out)
      self.add_lows(rows, lows.add_(steps, alpha=8), out)
    else:
      first = 0
      while first < self.length:
        last = min(first + self.stretch(), self.length)
        codes = self.unpacked(first, last, 6)
        steps, lows = self.factors(first, last)
        part = out[:, :, first:last]
        part.copy_(torch.mul(torch.matmul(self.slice(rows, 0, steps), self.slice(codes, 0, steps).transpose(1, 2)), steps[:, :1]))
        for group in range(1, steps.shape[1]):
          product = torch.matmul(self.slice(rows, group, steps), self.slice(codes, group, steps).transpose(1, 2))
          part.addcmul_(product, steps[:, group:group + 1])
        self.add_lows(rows, lows, part)
        first = last
    return None

  # Sums over all tokens of weights [kv_heads, rows, tokens] by values: [kv_heads, rows, head_dim].
  def weighted(self: __torch__.packed.Packed, weights: Tensor) -> Tensor:
    shape = [weights.shape[0], weights.shape[1], self.head_dim]
    sums = torch.zeros(shape, dtype=6, device=weights.device)
    if self.block > 0:
      steps, lows = self.factors(0, self.length)
      self.kernel_weighted(weights, steps, sums)
      self.spread_lows(weights, lows.add_(steps, alpha=8), sums)
    else:
      first = 0
      while first < self.length:
        last = min(first + self.stretch(), self.length)
        codes = self.unpacked(first, last, 6)
        steps, lows = self.factors(first, last)
        part = weights[:, :, first:last]
        for group in range(steps.shape[1]):
          scaled = torch.mul(part, steps[:, group:group + 1])
          self.slice(sums, group, steps).add_(torch.matmul(scaled, self.slice(codes, group, steps)))
        self.spread_lows(part, lows, sums)
        first = last
    return sums

  # Scale and low of tokens first to last - 1, [kv_heads, groups of a token's channels, tokens], float32.
  def factors(self: __torch__.packed.Packed, first: int, last: int) -> Tuple[Tensor, Tensor]:
    if self.flat:
      groups = self.groups(first, last)
      pair = (self.scale[groups], self.low[groups])
    else:
      pair = (self.scale[:, first:last], self.low[:, first:last])
    # copies, which callers change
    return (pair[0].transpose(1, 2).to(6, False, True), pair[1].transpose(1, 2).to(6, False, True))

  # The channels of one group.
  def slice(self: __torch__.packed.Packed, x: Tensor, group: int, steps: Tensor) -> Tensor:
    width = self.head_dim // steps.shape[1]
    return torch.narrow(x, 2, group * width, width)

  def add_lows(self: __torch__.packed.Packed, rows: Tensor, lows: Tensor, out: Tensor) -> NoneType:
    sums = rows.unflatten(2, [lows.shape[1], -1]).sum(3)
    for group in range(lows.shape[1]):
      out.addcmul_(sums[:, :, group:group + 1], lows[:, group:group + 1])
    return None

  def spread_lows(self: __torch__.packed.Packed, weights: Tensor, lows: Tensor, sums: Tensor) -> NoneType:
    sums.unflatten(2, [lows.shape[1], -1]).add_(torch.matmul(weights, lows.transpose(1, 2)).unsqueeze(3))
    return None

  # Of codes - 8, which the int4 product gives; its result is rounded to bfloat16.
  def kernel_scores(self: __torch__.packed.Packed, q: Tensor, steps: Tensor, out: Tensor) -> NoneType:
    tokens = self.padded(self.length)
    unit = __torch__.int4.unit(self.piece, self.piece, tokens)
    out.zero_()
    for head in range(self.codes.shape[0]):
      for piece in range(self.codes.shape[1]):
        rows = q[head, :, piece * self.piece:(piece + 1) * self.piece].contiguous()
        packed = self.codes[head, piece, :tokens].view([tokens, -1])
        product = torch._weight_int4pack_mm_for_cpu(rows, packed, self.piece, unit)
        step = steps[head, piece * self.piece // self.group_channels]
        out[head].addcmul_(product[:, :self.length], step)
    return None

  def kernel_weighted(self: __torch__.packed.Packed, weights: Tensor, steps: Tensor, sums: Tensor) -> NoneType:
    tokens = self.padded(self.length)
    unit = __torch__.int4.unit(tokens, self.block, self.piece)
    scaled = torch.zeros([weights.shape[1], tokens], dtype=15)
    for head in range(self.codes.shape[0]):
      for piece in range(self.codes.shape[1]):
        step = steps[head, piece * self.piece // self.group_channels]
        scaled[:, :self.length].copy_(torch.mul(weights[head], step))
        packed = self.codes[head, piece, :tokens].view([self.piece, -1])
        product = torch._weight_int4pack_mm_for_cpu(scaled, packed, self.block, unit)
        sums[head, :, piece * self.piece:(piece + 1) * self.piece].copy_(product)
    return None

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
