def twice(x: Tensor) -> Tensor:
  if x.dim() > 5:
    result = x
  else:
    result = x @ torch.eye(x.size(-1))
  return result * 2
