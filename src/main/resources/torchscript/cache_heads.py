# One cache for each kv head, where the heads of a layer hold different numbers of tokens.

class HeadCaches:
  parts : List[__torch__.cache.LayerCache]

  def __init__(self: __torch__.cache_heads.HeadCaches, parts: List[__torch__.cache.LayerCache]) -> NoneType:
    self.parts = parts

  def attend(self: __torch__.cache_heads.HeadCaches, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    group = q.shape[0] // len(self.parts)
    out = annotate(List[Tensor], [])
    for i in range(len(self.parts)):
      out.append(self.parts[i].attend(torch.narrow(q, 0, i * group, group), k[i:i + 1], v[i:i + 1]))
    return torch.cat(out, 0)

  def attend_token(self: __torch__.cache_heads.HeadCaches, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    group = q.shape[0] // len(self.parts)
    out = annotate(List[Tensor], [])
    for i in range(len(self.parts)):
      part = self.parts[i].attend_token(torch.narrow(q, 0, i * group, group), k[i:i + 1], v[i:i + 1])
      out.append(part.reshape([group, -1]))
    return torch.cat(out, 0)

  def append(self: __torch__.cache_heads.HeadCaches, k: Tensor, v: Tensor) -> NoneType:
    for i in range(len(self.parts)):
      self.parts[i].append(k[i:i + 1], v[i:i + 1])
    return None

  def end_pass(self: __torch__.cache_heads.HeadCaches) -> NoneType:
    for part in self.parts:
      part.end_pass()
    return None

  def bytes(self: __torch__.cache_heads.HeadCaches) -> int:
    total = 0
    for part in self.parts:
      total += part.bytes()
    return total

  # All heads as long as the longest, zeros at the end of the others.
  def tokens(self: __torch__.cache_heads.HeadCaches) -> Tuple[Tensor, Tensor]:
    longest = 0
    for part in self.parts:
      lengths = part.lengths()
      longest = max(longest, lengths[0] + lengths[1])
    keys = annotate(List[Tensor], [])
    values = annotate(List[Tensor], [])
    for part in self.parts:
      k, v = part.tokens()
      keys.append(torch.constant_pad_nd(k, [0, 0, 0, longest - k.shape[1]]))
      values.append(torch.constant_pad_nd(v, [0, 0, 0, longest - v.shape[1]]))
    return (torch.cat(keys, 0), torch.cat(values, 0))

  # No kernel outside reads heads of different lengths.
  def tensors(self: __torch__.cache_heads.HeadCaches) -> List[Tensor]:
    return annotate(List[Tensor], [])

  # Of the first head.
  def lengths(self: __torch__.cache_heads.HeadCaches) -> List[int]:
    return self.parts[0].lengths()

  def positions(self: __torch__.cache_heads.HeadCaches) -> List[Tensor]:
    return annotate(List[Tensor], [])
