# One matrix of a model in any weight format, as parts:
#   [weight]                x weight', weight [outputs, inputs]
#   [weight, bias]          x weight' + bias
#   [packed, scales, permutation, layout] or these and a bias: 4-bit codes q in groups of inputs,
#     weight = (q - 8) * scale + zero, as libtorch's int4 kernels take them:
#     packed       the codes in the kernel's own order, uint8 on a CPU, int32 on CUDA
#     scales       [groups, outputs, 2], scale and zero
#     permutation  [inputs], the order of inputs in which groups are contiguous; empty if as they are
#     layout       [block, few, 0], its shape tells how many outputs the CPU's order takes together,
#                  and up to how many rows the kernel was measured to be faster than making the weight
def apply(x: Tensor, parts: List[Tensor]) -> Tensor:
  rows = x.shape[0]
  room = __torch__.linear.room(rows)
  if room == rows or x.is_cuda or ops.prim.dtype(x) == 6:
    return __torch__.linear.product(x, parts)
  return __torch__.linear.product(torch.constant_pad_nd(x, [0, 0, 0, room - rows]), parts)[:rows]

# Adds apply(x) to y. The product of many rows that need no rounding up adds as it ends: one rounding
# and one pass less.
def add_to(y: Tensor, x: Tensor, parts: List[Tensor]) -> NoneType:
  rows = x.shape[0]
  if len(parts) == 1 and rows > 1 and __torch__.linear.room(rows) == rows:
    y.addmm_(x, parts[0].t())
  else:
    y.add_(__torch__.linear.apply(x, parts))
  return None

# Rows rounded up. oneDNN compiles a kernel for each number of rows and keeps a thousand of them:
# prompts of all lengths would cost hundreds of megabytes and, each for its first time, the compiler.
def room(rows: int) -> int:
  if rows > 64:
    return (rows + 63) // 64 * 64
  room = 1
  while room < rows:
    room = room * 2
  return room

def product(x: Tensor, parts: List[Tensor]) -> Tensor:
  if len(parts) > 2:
    y = __torch__.linear.int4(x, parts)
  elif x.shape[0] == 1 and __torch__.linear.streams(parts[0]):
    y = __torch__.linear.streamed(x, parts)
  elif len(parts) == 1:
    y = torch.linear(x, parts[0])
  else:
    y = torch.linear(x, parts[0], parts[1])
  return y

# One row meets every weight once, so the memory sets the pace: oneDNN's inner product reads several
# rows of a bfloat16 weight at a time, which libtorch's linear does not (measured: 1.7 times faster).
# Its float16 is a reference implementation, slower by orders of magnitude.
def streams(weight: Tensor) -> bool:
  return ops.prim.dtype(weight) == 15 and not weight.is_cuda and bool(ops.mkldnn._is_mkldnn_bf16_supported())

def streamed(x: Tensor, parts: List[Tensor]) -> Tensor:
  bias = annotate(Optional[Tensor], None)
  if len(parts) > 1:
    bias = parts[1]
  return ops.mkldnn._linear_pointwise(x, parts[0], bias, "none", annotate(List[Optional[number]], []), "")

# The parts to use for several calls of apply() with many rows each: a weight that apply() would
# make anew in each call is made once, in full precision. To be dropped after these calls.
# On a CPU a product reads [outputs, inputs] in two thirds to five sixths of the time, which makes up
# for turning the weight from the third call on.
def prepared(parts: List[Tensor], dtype: int, calls: int) -> List[Tensor]:
  if len(parts) <= 2:
    return parts
  weight = __torch__.linear.transposed(parts, dtype)
  if parts[2].numel() > 0:
    weight = torch.empty_like(weight).index_copy_(0, parts[2].to(4), weight)
  weight = weight.t()
  if calls > 2 and not weight.is_cuda:
    weight = weight.contiguous()
  return [weight] + parts[4:]

# What is behind apply(), for reports.
def kernel(parts: List[Tensor]) -> str:
  if len(parts) <= 2:
    if __torch__.linear.streams(parts[0]):
      return "mkldnn._linear_pointwise for one row, linear above"
    return "linear"
  name = "int4pack_mm_for_cpu"
  if parts[0].is_cuda:
    name = "int4pack_mm"
  if ops.prim.dtype(parts[1]) == 15:
    name = name + " in bfloat16"
  few = parts[3].shape[1]
  if few == 0:
    return "linear over the dequantized weight"
  return name + " up to " + str(few) + " rows, linear over the dequantized weight above"

def int4(x: Tensor, parts: List[Tensor]) -> Tensor:
  rows = x.reshape([-1, x.shape[-1]])
  if parts[2].numel() > 0:
    rows = torch.index_select(rows, 1, parts[2])
  if rows.shape[0] <= parts[3].shape[1]:
    y = __torch__.linear.multiplied(rows, parts[0], parts[1])
  else:
    y = torch.matmul(rows, __torch__.linear.transposed(parts, x.dtype))
  if len(parts) > 4:
    y = y.add_(parts[4])
  return y.reshape(x.shape[:-1] + [parts[1].shape[1]])

# The kernels compute in the precision of the scales.
def multiplied(rows: Tensor, packed: Tensor, scales: Tensor) -> Tensor:
  group = rows.shape[1] // scales.shape[0]
  x = rows.to(ops.prim.dtype(scales)).contiguous()
  if packed.is_cuda:
    y = torch._weight_int4pack_mm(x, packed, group, scales)
  else:
    y = torch._weight_int4pack_mm_for_cpu(x, packed, group, scales)
  return y.to(ops.prim.dtype(rows))

# The weight, transposed: [inputs, outputs], inputs in the order of the groups.
def transposed(parts: List[Tensor], dtype: int) -> Tensor:
  packed = parts[0]
  groups = parts[1].shape[0]
  steps, zeros = parts[1].to(dtype).transpose(0, 2).transpose(1, 2).contiguous().unsqueeze(2).unbind(0)
  if packed.is_cuda:
    codes = __torch__.linear.cuda_codes(packed).to(dtype)
    return codes.view([groups, -1, steps.shape[2]]).sub_(8).mul_(steps).add_(zeros).view([-1, steps.shape[2]])
  # a stretch of outputs after the other, so that all steps find it in the processor's cache
  weight = torch.empty([packed.shape[1] * 2, steps.shape[2]], dtype=dtype)
  tiles = weight.view([groups, -1, steps.shape[2]])
  symmetric = not bool(torch.any(zeros).item())
  first = 0
  while first < steps.shape[2]:
    last = min(first + 256, steps.shape[2])
    codes = __torch__.int4.codes(packed[first:last], parts[3].shape[0], dtype).sub_(8)
    part = torch.mul(codes.view([groups, -1, last - first]), steps[:, :, first:last], out=tiles[:, :, first:last])
    if not symmetric:
      part.add_(zeros[:, :, first:last])
    first = last
  return weight

# Codes [inputs, outputs] from CUDA's order: tiles of 8 outputs by 16 inputs for tensor cores, as
# pytorch's int4mm.cu packs them, [outputs / 8, inputs / (16 * inner), 32 lanes, inner / 2] words.
def cuda_codes(packed: Tensor) -> Tensor:
  shape = packed.shape
  shifts = torch.arange(0, 32, 4, dtype=3, device=packed.device)
  nibbles = ((packed.unsqueeze(-1) >> shifts) & 15).to(0)
  # output tile, input tile, output, lane, word; nibble = odd input, tile of the word, upper inputs
  tiles = nibbles.view([shape[0], shape[1], 8, 4, shape[3], 2, 2, 2])
  ordered = tiles.permute([1, 4, 6, 7, 3, 5, 0, 2])
  return ordered.reshape([-1, shape[0] * 8])
