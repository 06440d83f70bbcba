# What multiplies by the matrices of some blocks, for reports.

# Where kernels differ, with the names that each serves; empty without a matrix.
def described(blocks: List[__torch__.block.Block], small: List[__torch__.small.SmallLayer], dtype: int) -> str:
  names = annotate(Dict[str, str], {})
  for i in range(len(blocks)):
    for name, matrix in blocks[i].parts.matrices.items():
      kernel = matrix.kernel()
      if len(small) > 0:
        single = small[i].kernel(name)
        if single != kernel and (dtype != torch.float32 or single != "linear in float32"):
          kernel = single + " for one row, " + kernel + " above"
      if kernel not in names:
        names[kernel] = name
      elif name not in names[kernel].split(", "):
        names[kernel] = names[kernel] + ", " + name
  if len(names) == 1:
    return list(names.keys())[0]
  text = ""
  for kernel, served in names.items():
    if len(text) > 0:
      text = text + "; "
    text = text + served + ": " + kernel
  return text
