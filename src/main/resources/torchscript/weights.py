# Brings the tensors of a checkpoint into memory. dtype and target are PyTorch's numbers of element
# types, width the bytes of one stored element, offset the first byte in the file, device "cpu" or
# "cuda:0".
class Weights(Module):
  training : bool
  files : Dict[str, Tensor]  # whole files, mapped into memory

  # A view of the mapped file: no byte is read until it is used.
  def view(self, path: str, file_bytes: int, dtype: int, width: int, offset: int, shape: List[int]) -> Tensor:
    key = path + ":" + str(dtype)
    if key not in self.files:
      self.files[key] = torch.from_file(path, False, file_bytes // width, dtype=dtype)
    return self.part(self.files[key], offset // width, shape)

  # A tensor of its own, converted and on its device; the file is mapped only meanwhile.
  def copy(self, path: str, dtype: int, width: int, offset: int, shape: List[int], target: int, device: str) -> Tensor:
    bytes = self.elements(shape) * width
    if offset % width == 0:
      file = torch.from_file(path, False, (offset + bytes) // width, dtype=dtype)
      stored = self.part(file, offset // width, shape)
    else:
      file = torch.from_file(path, False, offset + bytes, dtype=0)
      aligned = torch.clone(torch.narrow(file, 0, offset, bytes))
      stored = torch.view_copy(aligned, dtype=dtype).view(shape)
    return stored.to(torch.device(device), target, False, True)

  # Normally distributed numbers; the same seed gives the same tensor.
  def random(self, shape: List[int], seed: int, scale: float, target: int, device: str) -> Tensor:
    torch.manual_seed(seed)
    return torch.randn(shape, dtype=6).mul_(scale).to(torch.device(device), target)

  # All bits random, int32.
  def random_words(self, shape: List[int], seed: int, device: str) -> Tensor:
    torch.manual_seed(seed)
    return torch.randint(-2147483648, 2147483648, shape, dtype=3).to(torch.device(device))

  def filled(self, shape: List[int], word: int, device: str) -> Tensor:
    return torch.full(shape, word, dtype=3, device=torch.device(device))

  def scaled_ones(self, shape: List[int], scale: float, device: str) -> Tensor:
    return torch.full(shape, scale, dtype=6, device=torch.device(device))

  def ones(self, shape: List[int], target: int, device: str) -> Tensor:
    return torch.ones(shape, dtype=target, device=torch.device(device))

  def moved(self, tensor: Tensor, device: str) -> Tensor:
    return tensor.to(torch.device(device))

  def any(self, tensor: Tensor) -> bool:
    return bool(torch.any(tensor).item())

  def bytes(self, tensor: Tensor) -> int:
    return tensor.numel() * tensor.element_size()

  def part(self, file: Tensor, first: int, shape: List[int]) -> Tensor:
    return torch.narrow(file, 0, first, self.elements(shape)).view(shape)

  def elements(self, shape: List[int]) -> int:
    count = 1
    for extent in shape:
      count = count * extent
    return count
