# A matrix in a format that no product of libtorch takes: a stretch of outputs after the other is
# made whole for the moment of its product. Parts and settings by kind; settings begin with outputs
# and inputs.
#   codes  weight = (code - zero) * scale of each input's group. packed uint8 (see bits.py), scales
#          [outputs, groups], zeros int16 likewise, the group of each input int32 (empty: equal
#          groups of neighbours); bits
#   fp8    weight = value * scale of its tile. E4M3 (no infinities) [outputs, inputs], scales
#          [rows, columns] of tiles; their height and width
#   nf4    weight = map[code] * absmax of its block of consecutive elements. uint8, two codes a byte,
#          the first in the high half; map float32 [16]; absmax float32, or uint8 codes into nested
#          maxima: map float32 [256], maxima float32, offset float32 [1]; elements of a block, blocks
#          of a nested maximum

class PackedMatrix:
  kind : str
  parts : List[Tensor]
  settings : List[int]
  bias : Optional[Tensor]

  def __init__(self: __torch__.matrix_packed.PackedMatrix, kind: str, parts: List[Tensor], settings: List[int]) -> NoneType:
    self.kind = kind
    count = 6
    if kind == "codes":
      count = 4
    if kind == "fp8":
      count = 2
    self.parts = parts[:count]
    self.settings = settings
    bias = annotate(Optional[Tensor], None)
    if len(parts) > count:
      bias = parts[count]
    self.bias = bias

  def apply(self: __torch__.matrix_packed.PackedMatrix, x: Tensor) -> Tensor:
    rows = x.shape[0]
    dtype = ops.prim.dtype(x)
    x = __torch__.rows.padded(x)
    outputs = self.settings[0]
    y = torch.empty([x.shape[0], outputs], dtype=dtype, device=x.device)
    step = self.stretch()
    first = 0
    while first < outputs:
      last = min(first + step, outputs)
      part = torch.linear(x, self.rows(first, last, dtype), None)
      y[:, first:last].copy_(part)
      first = last
    bias = self.bias
    if bias is not None:
      y = y.add_(bias)
    return __torch__.rows.cut(y, rows)

  def add_to(self: __torch__.matrix_packed.PackedMatrix, y: Tensor, x: Tensor) -> NoneType:
    y.add_(self.apply(x))
    return None

  def prepared(self: __torch__.matrix_packed.PackedMatrix, dtype: int, calls: int) -> Tuple[str, List[Tensor], List[int]]:
    parts = [self.whole(dtype)]
    bias = self.bias
    if bias is not None:
      parts.append(bias)
    return ("plain", parts, annotate(List[int], []))

  def plain_weight(self: __torch__.matrix_packed.PackedMatrix) -> List[Tensor]:
    return annotate(List[Tensor], [])

  def kernel(self: __torch__.matrix_packed.PackedMatrix) -> str:
    name = self.kind
    if name == "codes":
      name = str(self.settings[2]) + "-bit codes"
    return "linear over " + name + " made whole for each product"

  def bytes(self: __torch__.matrix_packed.PackedMatrix) -> int:
    total = __torch__.matrix.bytes(self.parts)
    bias = self.bias
    if bias is not None:
      total += __torch__.matrix.bytes([bias])
    return total

  def whole(self: __torch__.matrix_packed.PackedMatrix, dtype: int) -> Tensor:
    outputs = self.settings[0]
    weight = torch.empty([outputs, self.settings[1]], dtype=dtype, device=self.parts[0].device)
    step = self.stretch()
    first = 0
    while first < outputs:
      last = min(first + step, outputs)
      weight[first:last].copy_(self.rows(first, last, dtype))
      first = last
    return weight

  # Outputs at a time: as many as the processor's cache takes, so that tiles and blocks are whole.
  def stretch(self: __torch__.matrix_packed.PackedMatrix) -> int:
    multiple = 16
    if self.kind == "fp8":
      multiple = self.settings[2]
    if self.kind == "nf4":
      multiple = self.settings[2]
    return max(multiple, 262144 // self.settings[1] // multiple * multiple)

  def rows(self: __torch__.matrix_packed.PackedMatrix, first: int, last: int, dtype: int) -> Tensor:
    if self.kind == "codes":
      return __torch__.matrix_packed.codes(self.parts, self.settings, first, last).to(dtype)
    if self.kind == "fp8":
      return __torch__.matrix_packed.fp8(self.parts, self.settings, first, last).to(dtype)
    return __torch__.matrix_packed.nf4(self.parts, self.settings, first, last).to(dtype)

# Outputs first to last, float32, as all below.
def codes(parts: List[Tensor], settings: List[int], first: int, last: int) -> Tensor:
  inputs = settings[1]
  codes = __torch__.bits.codes(parts[0][first:last], settings[2], inputs).to(torch.float32)
  steps = parts[1][first:last].to(torch.float32)
  zeros = parts[2][first:last].to(torch.float32)
  if parts[3].numel() > 0:
    return codes.sub_(zeros.index_select(1, parts[3])).mul_(steps.index_select(1, parts[3]))
  tiles = codes.view([last - first, steps.shape[1], -1])
  return tiles.sub_(zeros.unsqueeze(2)).mul_(steps.unsqueeze(2)).view([last - first, inputs])

# E4M3's bits, moved into float16's places, are the value by 2^-8; subnormals too.
def fp8(parts: List[Tensor], settings: List[int], first: int, last: int) -> Tensor:
  bytes = torch.view_copy(parts[0][first:last], dtype=torch.int8).to(torch.int16)
  halves = (bytes & 127) << 7 | (bytes & -32768)
  values = torch.view_copy(halves, dtype=torch.float16).to(torch.float32)
  scales = parts[1]
  height = settings[2]
  width = settings[3]
  steps = scales[first // height:(last + height - 1) // height].to(torch.float32) * 256
  if scales.shape[0] == 1:
    steps = scales.to(torch.float32) * 256
  elif height > 1:
    steps = steps.repeat_interleave(height, 0)[:last - first]
  if scales.shape[1] > 1:
    steps = steps.repeat_interleave(width, 1)[:, :settings[1]]
  return values.mul_(steps)

def nf4(parts: List[Tensor], settings: List[int], first: int, last: int) -> Tensor:
  inputs = settings[1]
  size = settings[2]
  map = parts[1]
  pairs = torch.stack([map.repeat_interleave(16, 0), map.repeat([16])], 1)
  bytes = parts[0][first * inputs // 2:last * inputs // 2]
  values = torch.index_select(pairs, 0, bytes.to(torch.int32)).view([-1])
  begin = first * inputs // size
  end = (last * inputs + size - 1) // size
  maxima = parts[2][begin:end]
  if parts[3].numel() > 0:
    nested = torch.div(torch.arange(begin, end, device=maxima.device), settings[3], rounding_mode="floor")
    maxima = parts[3].index_select(0, maxima.to(torch.int64)).mul_(parts[4].index_select(0, nested)).add_(parts[5])
  count = values.numel() // size * size
  values[:count].view([-1, size]).mul_(maxima[:count // size].unsqueeze(1))
  if count < values.numel():
    values[count:].mul_(maxima[count // size])
  return values.view([last - first, inputs])
