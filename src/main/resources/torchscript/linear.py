# One matrix of a model in any weight format, as parts:
#   [weight]        x weight', weight [outputs, inputs]
#   [weight, bias]  x weight' + bias
def apply(x: Tensor, parts: List[Tensor]) -> Tensor:
  if len(parts) == 1:
    y = torch.linear(x, parts[0])
  else:
    y = torch.linear(x, parts[0], parts[1])
  return y

# The name of the kernel behind apply(), for reports.
def kernel(parts: List[Tensor]) -> str:
  return "linear"
