# Integer codes of a few bits each, uint8, in bytes and in words of 32 bits.

# Eight, four or two codes to a byte, lowest first; of 3 bits two planes behind each other, one of
# the lower two bits, one of the upper. codes [outputs, inputs].
def packed(codes: Tensor, bits: int) -> Tensor:
  if bits == 8:
    return codes.contiguous()
  if bits == 4:
    return codes[:, ::2] | (codes[:, 1::2] << 4)
  if bits == 2:
    return __torch__.bits.quarters(codes)
  upper = codes >> 2
  plane = upper[:, ::8]
  for i in range(1, 8):
    plane = plane | (upper[:, i::8] << i)
  return torch.cat([__torch__.bits.quarters(codes & 3), plane], 1)

def quarters(codes: Tensor) -> Tensor:
  return codes[:, ::4] | (codes[:, 1::4] << 2) | (codes[:, 2::4] << 4) | (codes[:, 3::4] << 6)

# Codes [outputs, inputs] from these bytes.
def codes(packed: Tensor, bits: int, inputs: int) -> Tensor:
  if bits == 8:
    return packed
  if bits == 3:
    lower = __torch__.bits.spread(packed[:, :inputs // 4], 2)
    return lower | (__torch__.bits.spread(packed[:, inputs // 4:], 1) << 2)
  return __torch__.bits.spread(packed, bits)

def spread(bytes: Tensor, bits: int) -> Tensor:
  mask = (1 << bits) - 1
  parts = annotate(List[Tensor], [])
  for i in range(8 // bits):
    parts.append((bytes >> (i * bits)) & mask)
  return torch.stack(parts, 2).view([bytes.shape[0], -1])

# Codes [n * 32 / bits, columns] from int32 words [n, columns], the stream of a column lowest bits
# first; codes of 3 bits cross words.
def stream(words: Tensor, bits: int) -> Tensor:
  mask = (1 << bits) - 1
  columns = words.shape[1]
  parts = annotate(List[Tensor], [])
  if bits == 3:
    triples = words.to(torch.int64).bitwise_and(4294967295).view([-1, 3, columns])
    for k in range(32):
      word = 3 * k // 32
      shift = 3 * k - 32 * word
      code = triples[:, word] >> shift
      if shift > 29:
        code = code | (triples[:, word + 1] << (32 - shift))
      parts.append((code & mask).to(torch.uint8))
    return torch.stack(parts, 1).view([-1, columns])
  for k in range(32 // bits):
    parts.append(((words >> (k * bits)) & mask).to(torch.uint8))
  return torch.stack(parts, 1).view([-1, columns])

# The reverse.
def words(codes: Tensor, bits: int) -> Tensor:
  columns = codes.shape[1]
  period = 32 // bits
  count = 1
  if bits == 3:
    period = 32
    count = 3
  parts = codes.to(torch.int64).reshape([-1, period, columns])
  made = annotate(List[Tensor], [])
  for word in range(count):
    made.append(torch.zeros([parts.shape[0], columns], dtype=torch.int64, device=codes.device))
  for k in range(period):
    word = bits * k // 32
    shift = bits * k - 32 * word
    made[word] = made[word] | (parts[:, k] << shift)
    if shift + bits > 32:
      made[word + 1] = made[word + 1] | (parts[:, k] >> (32 - shift))
  whole = torch.stack(made, 1).view([-1, columns]) & 4294967295
  whole = torch.where(whole > 2147483647, whole - 4294967296, whole)
  return whole.to(torch.int32)
