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

  # A tensor of its own, converted and on its device. It gets there block by block and is converted
  # there; the file is mapped only meanwhile. So the host holds no more than a block of it.
  def copy(self, path: str, dtype: int, width: int, offset: int, shape: List[int], target: int, device: str) -> Tensor:
    count = self.elements(shape)
    end = offset + count * width
    aligned = offset % width == 0
    if aligned:
      file = torch.from_file(path, False, end // width, dtype=dtype)
    else:
      file = torch.from_file(path, False, end, dtype=torch.uint8)
    whole = torch.empty([count], dtype=target, device=torch.device(device))
    start = 0
    while start < count:
      size = min(self.block(), count - start)
      if aligned:
        block = torch.narrow(file, 0, offset // width + start, size)
      else:
        block = torch.view_copy(torch.clone(torch.narrow(file, 0, offset + start * width, size * width)), dtype=dtype)
      torch.narrow(whole, 0, start, size).copy_(block.to(torch.device(device)))
      start = start + size
    return whole.view(shape)

  # Elements that travel together.
  def block(self) -> int:
    return 33554432

  # Normally distributed numbers, made on the device; the same seed gives the same tensor on the
  # same kind of device, whatever other threads draw meanwhile.
  def random(self, shape: List[int], seed: int, scale: float, target: int, device: str) -> Tensor:
    source = torch.Generator(device=torch.device(device), seed=seed)
    count = self.elements(shape)
    whole = torch.empty([count], dtype=target, device=torch.device(device))
    start = 0
    while start < count:
      size = min(self.block(), count - start)
      numbers = torch.randn([size], generator=source, dtype=torch.float32, device=torch.device(device))
      torch.narrow(whole, 0, start, size).copy_(numbers.mul_(scale))
      start = start + size
    return whole.view(shape)

  # All bits random, int32.
  def random_words(self, shape: List[int], seed: int, device: str) -> Tensor:
    source = torch.Generator(device=torch.device(device), seed=seed)
    return torch.randint(-2147483648, 2147483648, shape, generator=source, dtype=torch.int32, device=torch.device(device))

  # int32 words full of one code.
  def codes(self, shape: List[int], bits: int, code: int, device: str) -> Tensor:
    codes = torch.full([shape[1] * 32 // bits, shape[0]], code, dtype=torch.uint8, device=torch.device(device))
    return __torch__.bits.words(codes, bits).t().contiguous()

  # Bytes of which the mask's bits are random, in a format of one byte.
  def random_bytes(self, shape: List[int], mask: int, target: int, seed: int, device: str) -> Tensor:
    source = torch.Generator(device=torch.device(device), seed=seed)
    bytes = torch.randint(0, 256, shape, generator=source, dtype=torch.uint8, device=torch.device(device))
    return torch.view_copy(bytes & mask, dtype=target)

  def scaled_ones(self, shape: List[int], scale: float, device: str) -> Tensor:
    return torch.full(shape, scale, dtype=torch.float32, device=torch.device(device))

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
