# Rounds the rows of a product up. oneDNN compiles a kernel for each number of rows and keeps a
# thousand of them: prompts of all lengths would cost hundreds of megabytes and, each for its first
# time, the compiler.
def room(rows: int) -> int:
  if rows > 64:
    return (rows + 63) // 64 * 64
  room = 1
  while room < rows:
    room = room * 2
  return room

# x [rows, inputs], with rows of zeros behind it where oneDNN multiplies.
def padded(x: Tensor) -> Tensor:
  rows = x.shape[0]
  room = __torch__.rows.room(rows)
  if room == rows or x.is_cuda or ops.prim.dtype(x) == 6:
    return x
  return torch.constant_pad_nd(x, [0, 0, 0, room - rows])

# y without the rows that padded() added to the first `rows`.
def cut(y: Tensor, rows: int) -> Tensor:
  if y.shape[0] == rows:
    return y
  return y[:rows]
