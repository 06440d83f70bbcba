# Exact attention whose score matrix is never materialized. A result is a pair (out, lse): the
# softmax-weighted values [kv_heads, rows, head_dim] and the log-sum-exp of the scores
# [kv_heads, rows], float32; pairs over disjoint keys merge into the pair over all of them.
# The query heads that share a kv head are folded into rows (group * tokens), so that grouped-query
# attention repeats no key and no value.

# flash() and kernel() are the one place that knows which kernel a device has.
# Shapes [batch, heads, tokens, head_dim].
def flash(q: Tensor, k: Tensor, v: Tensor, causal: bool) -> Tuple[Tensor, Tensor]:
  name = __torch__.attention.kernel(q.is_cuda, ops.prim.dtype(q))
  if name == "_scaled_dot_product_flash_attention_for_cpu":
    return torch._scaled_dot_product_flash_attention_for_cpu(q, k, v, 0., causal)
  width = q.shape[3]
  scale = float(width) ** -0.5
  if width % 8 != 0:  # CUDA's kernels take no others; zeros change no score and give zeros
    q = __torch__.attention.padded(q)
    k = __torch__.attention.padded(k)
    v = __torch__.attention.padded(v)
  if name == "_scaled_dot_product_efficient_attention":
    out, lse, _1, _2 = torch._scaled_dot_product_efficient_attention(q, k, v, None, True, 0., causal, scale=scale)
    lse = lse[:, :, :q.shape[2]]  # padded by the kernel
  else:
    out, lse, _3, _4, _5, _6, _7, _8, _9 = torch._scaled_dot_product_flash_attention(q, k, v, 0., causal, False, scale=scale)
  return (out[:, :, :, :width], lse)

def padded(x: Tensor) -> Tensor:
  return torch.constant_pad_nd(x, [0, 7 - (x.shape[3] - 1) % 8])

def kernel(cuda: bool, dtype: int) -> str:
  if not cuda:
    return "_scaled_dot_product_flash_attention_for_cpu"
  if dtype == torch.float32:  # CUDA's flash kernel takes half types only
    return "_scaled_dot_product_efficient_attention"
  return "_scaled_dot_product_flash_attention"

# Queries [heads, tokens, head_dim] folded over kv heads: [kv_heads, group * tokens, head_dim].
def fold(q: Tensor, kv_heads: int) -> Tensor:
  return q.reshape([kv_heads, -1, q.shape[2]])

def unfold(out: Tensor, heads: int) -> Tensor:
  return out.reshape([heads, -1, out.shape[2]])

# Every query row against every key; q is folded.
def over_all(q: Tensor, k: Tensor, v: Tensor) -> Tuple[Tensor, Tensor]:
  out, lse = __torch__.attention.flash(q.unsqueeze(0), k.unsqueeze(0), v.unsqueeze(0), False)
  return (out[0], lse[0])

# As many new keys as queries, query i against keys 0..i; q is folded. The kv heads stand in the
# batch dimension and the group's heads share one key with stride 0. On a CPU the tokens are rounded
# up, with zeros that no query meets: for 16-bit types libtorch compiles kernels per number of tokens
# and keeps them all (measured: about 0.12 MB for each length).
def over_new(q: Tensor, k: Tensor, v: Tensor) -> Tuple[Tensor, Tensor]:
  tokens = k.shape[1]
  heads = q.view([k.shape[0], -1, tokens, q.shape[2]])
  rest = -tokens % 64
  if rest > 0 and not q.is_cuda and ops.prim.dtype(q) != torch.float32:
    heads = torch.constant_pad_nd(heads, [0, 0, 0, rest])
    k = torch.constant_pad_nd(k, [0, 0, 0, rest])
    v = torch.constant_pad_nd(v, [0, 0, 0, rest])
  shape = [-1, heads.shape[1], -1, -1]
  out, lse = __torch__.attention.flash(heads, k.unsqueeze(1).expand(shape), v.unsqueeze(1).expand(shape), True)
  return (out[:, :, :tokens].reshape(q.shape), lse[:, :, :tokens].reshape([q.shape[0], q.shape[1]]))

# softmax over two disjoint sets of keys from the softmax over each.
def merge(a: Tuple[Tensor, Tensor], b: Tuple[Tensor, Tensor]) -> Tuple[Tensor, Tensor]:
  out_a, lse_a = a
  out_b, lse_b = b
  lse = torch.logaddexp(lse_a, lse_b)
  weight_a = torch.exp(lse_a - lse).unsqueeze(-1)
  weight_b = torch.exp(lse_b - lse).unsqueeze(-1)
  return (torch.mul(weight_a, out_a).add_(torch.mul(weight_b, out_b)), lse)
