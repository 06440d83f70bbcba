# What is special about libtorch's int4 product for the CPU: it keeps codes in blocks of outputs;
# within a block, input by input, the first half of its outputs in the low halves of the bytes, the
# second in the high halves. A last, shorter block has neighbouring outputs in one byte.

# How many outputs it takes together, which depends on the processor's vector width.
def block() -> int:
  codes = torch.randint(16, [144, 32], dtype=torch.int32)
  packed = torch._convert_weight_to_int4pack_for_cpu(codes, 1)
  found = 0
  for block in [64, 32, 16]:
    if torch.equal(__torch__.int4.codes(packed, block, 3).t(), codes):
      found = block
  assert found > 0, "the int4 kernel of this processor packs weights in an unknown order"
  return found

# Codes [inputs, outputs] from that order.
def codes(packed: Tensor, block: int, dtype: int) -> Tensor:
  outputs = packed.shape[0]
  inputs = packed.shape[1] * 2
  whole = outputs // block * block
  codes = torch.empty([inputs, outputs], dtype=dtype)
  bytes = packed.view(-1)
  if whole > 0:
    halves = bytes[:whole * inputs // 2].view([-1, inputs, block // 2]).transpose(0, 1)
    target = codes[:, :whole].unflatten(1, [-1, 2, block // 2])
    target.select(2, 0).copy_(halves & 15)
    target.select(2, 1).copy_(halves >> 4)
  if whole < outputs:
    pairs = bytes[whole * inputs // 2:].view([inputs, -1])
    target = codes[:, whole:].unflatten(1, [-1, 2])
    target.select(2, 0).copy_(pairs & 15)
    target.select(2, 1).copy_(pairs >> 4)
  return codes

# Scales of 1 and zeros of 0, with which the product is that of code - 8.
def unit(inputs: int, group: int, outputs: int) -> Tensor:
  pairs = torch.zeros([inputs // group, outputs, 2], dtype=torch.bfloat16)
  pairs.select(2, 0).fill_(1)
  return pairs
