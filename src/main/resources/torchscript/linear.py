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
  if len(parts) == 1:
    y = torch.linear(x, parts[0])
  elif len(parts) == 2:
    y = torch.linear(x, parts[0], parts[1])
  else:
    y = __torch__.linear.int4(x, parts)
  return y

# The parts to use for several calls of apply() with many rows each: a weight that apply() would
# make anew in each call is made once, in full precision. To be dropped after these calls.
def prepared(parts: List[Tensor], dtype: int) -> List[Tensor]:
  if len(parts) <= 2:
    return parts
  weight = __torch__.linear.transposed(parts, dtype)
  if parts[2].numel() > 0:
    weight = torch.empty_like(weight).index_copy_(0, parts[2].to(4), weight)
  return [weight.t()] + parts[4:]

# What is behind apply(), for reports.
def kernel(parts: List[Tensor]) -> str:
  if len(parts) <= 2:
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
  scales = parts[1]
  groups = scales.shape[0]
  outputs = scales.shape[1]
  if parts[0].is_cuda:
    codes = __torch__.linear.cuda_codes(parts[0]).to(dtype)
  else:
    codes = __torch__.int4.codes(parts[0], parts[3].shape[0], dtype)
  steps, zeros = scales.to(dtype).unbind(2)
  weight = codes.view([groups, -1, outputs]).sub_(8)
  weight = weight.mul_(steps.contiguous().unsqueeze(1)).add_(zeros.contiguous().unsqueeze(1))
  return weight.view([-1, outputs])

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
