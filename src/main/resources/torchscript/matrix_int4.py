# A matrix of 4-bit codes q in groups of inputs, weight = (q - 8) * scale + zero, as libtorch's int4
# kernels take it. Parts:
#   packed       the codes in the kernel's own order, uint8 on a CPU, int32 on CUDA
#   scales       [groups, outputs, 2], scale and zero
#   permutation  [inputs], the order of inputs in which groups are contiguous; empty if as they are
# Settings: how many outputs the CPU's order takes together (0 on CUDA), and up to how many rows the
# kernel was measured to be faster than making the weight.

class Int4Matrix:
  packed : Tensor
  scales : Tensor
  permutation : Tensor
  bias : Optional[Tensor]
  block : int
  few : int

  def __init__(self: __torch__.matrix_int4.Int4Matrix, parts: List[Tensor], settings: List[int]) -> NoneType:
    self.packed = parts[0]
    self.scales = parts[1]
    self.permutation = parts[2]
    bias = annotate(Optional[Tensor], None)
    if len(parts) > 3:
      bias = parts[3]
    self.bias = bias
    self.block = settings[0]
    self.few = settings[1]

  def apply(self: __torch__.matrix_int4.Int4Matrix, x: Tensor) -> Tensor:
    return __torch__.rows.cut(self.product(__torch__.rows.padded(x)), x.shape[0])

  def add_to(self: __torch__.matrix_int4.Int4Matrix, y: Tensor, x: Tensor) -> NoneType:
    y.add_(self.apply(x))
    return None

  # On a CPU a product reads [outputs, inputs] in two thirds to five sixths of the time, which makes
  # up for turning the weight from the third call on.
  def prepared(self: __torch__.matrix_int4.Int4Matrix, dtype: int, calls: int) -> Tuple[str, List[Tensor], List[int]]:
    weight = self.transposed(dtype)
    if self.permutation.numel() > 0:
      weight = torch.empty_like(weight).index_copy_(0, self.permutation.to(torch.int64), weight)
    weight = weight.t()
    if calls > 2 and not weight.is_cuda:
      weight = weight.contiguous()
    parts = [weight]
    bias = self.bias
    if bias is not None:
      parts.append(bias)
    return ("plain", parts, annotate(List[int], []))

  def plain_weight(self: __torch__.matrix_int4.Int4Matrix) -> List[Tensor]:
    return annotate(List[Tensor], [])

  def kernel(self: __torch__.matrix_int4.Int4Matrix) -> str:
    name = "int4pack_mm_for_cpu"
    if self.packed.is_cuda:
      name = "int4pack_mm"
    if ops.prim.dtype(self.scales) == torch.bfloat16:
      name = name + " in bfloat16"
    if self.few == 0:
      return "linear over the dequantized weight"
    return name + " up to " + str(self.few) + " rows, linear over the dequantized weight above"

  def bytes(self: __torch__.matrix_int4.Int4Matrix) -> int:
    parts = [self.packed, self.scales, self.permutation]
    bias = self.bias
    if bias is not None:
      parts.append(bias)
    return __torch__.matrix.bytes(parts)

  def product(self: __torch__.matrix_int4.Int4Matrix, x: Tensor) -> Tensor:
    if self.permutation.numel() > 0:
      x = torch.index_select(x, 1, self.permutation)
    if x.shape[0] <= self.few:
      y = self.multiplied(x)
    else:
      y = torch.matmul(x, self.transposed(ops.prim.dtype(x)))
    bias = self.bias
    if bias is not None:
      y = y.add_(bias)
    return y

  # The kernels compute in the precision of the scales.
  def multiplied(self: __torch__.matrix_int4.Int4Matrix, rows: Tensor) -> Tensor:
    group = rows.shape[1] // self.scales.shape[0]
    x = rows.to(ops.prim.dtype(self.scales)).contiguous()
    if self.packed.is_cuda:
      y = torch._weight_int4pack_mm(x, self.packed, group, self.scales)
    else:
      y = torch._weight_int4pack_mm_for_cpu(x, self.packed, group, self.scales)
    return y.to(ops.prim.dtype(rows))

  # The weight, transposed: [inputs, outputs], inputs in the order of the groups.
  def transposed(self: __torch__.matrix_int4.Int4Matrix, dtype: int) -> Tensor:
    packed = self.packed
    groups = self.scales.shape[0]
    steps, zeros = self.scales.to(dtype).transpose(0, 2).transpose(1, 2).contiguous().unsqueeze(2).unbind(0)
    if packed.is_cuda:
      codes = __torch__.matrix_int4.cuda_codes(packed).to(dtype)
      return codes.view([groups, -1, steps.shape[2]]).sub_(8).mul_(steps).add_(zeros).view([-1, steps.shape[2]])
    # a stretch of outputs after the other, so that all steps find it in the processor's cache
    weight = torch.empty([packed.shape[1] * 2, steps.shape[2]], dtype=dtype)
    tiles = weight.view([groups, -1, steps.shape[2]])
    symmetric = not bool(torch.any(zeros).item())
    first = 0
    while first < steps.shape[2]:
      last = min(first + 256, steps.shape[2])
      codes = __torch__.int4.codes(packed[first:last], self.block, dtype).sub_(8)
      part = torch.mul(codes.view([groups, -1, last - first]), steps[:, :, first:last], out=tiles[:, :, first:last])
      if not symmetric:
        part.add_(zeros[:, :, first:last])
      first = last
    return weight

# Codes [inputs, outputs] from CUDA's order: tiles of 8 outputs by 16 inputs for tensor cores, as
# pytorch's int4mm.cu packs them, [outputs / 8, inputs / (16 * inner), 32 lanes, inner / 2] words.
def cuda_codes(packed: Tensor) -> Tensor:
  shape = packed.shape
  shifts = torch.arange(0, 32, 4, dtype=torch.int32, device=packed.device)
  nibbles = ((packed.unsqueeze(-1) >> shifts) & 15).to(torch.uint8)
  # output tile, input tile, output, lane, word; nibble = odd input, tile of the word, upper inputs
  tiles = nibbles.view([shape[0], shape[1], 8, 4, shape[3], 2, 2, 2])
  ordered = tiles.permute([1, 4, 6, 7, 3, 5, 0, 2])
  return ordered.reshape([-1, shape[0] * 8])
