# Reads the codes of layouts other than GPTQ's.
class Layouts(Module):
  training : bool

  # AutoAWQ's GEMM layout, [rows, outputs / 8] words along outputs: [rows, outputs] uint8. Nibble i of
  # a word, from the lowest, is output (0, 2, 4, 6, 1, 3, 5, 7)[i] of its eight.
  def awq(self, words: Tensor) -> Tensor:
    bytes = torch.view_copy(words.contiguous(), dtype=torch.uint8).view([words.shape[0], -1, 4])
    nibbles = torch.stack([bytes & 15, bytes >> 4], 3).view([words.shape[0], -1, 2, 4])
    return nibbles.transpose(2, 3).reshape([words.shape[0], -1])

  # compressed-tensors' pack-quantized, int32 words along inputs: uint8 [rows, codes].
  def packed(self, words: Tensor, bits: int) -> Tensor:
    bytes = torch.view_copy(words.contiguous(), dtype=torch.uint8).view([words.shape[0], -1])
    return __torch__.bits.codes(bytes, bits, bytes.shape[1] * 8 // bits)

  # Words along the first axis, such as zero points along outputs: int32 [codes, columns].
  def stream(self, words: Tensor, bits: int) -> Tensor:
    return __torch__.bits.stream(words, bits).to(torch.int32)

  def turned(self, tensor: Tensor) -> Tensor:
    return tensor.t().contiguous()

  def widened(self, tensor: Tensor) -> Tensor:
    return tensor.to(torch.int32)

  def zeros(self, scales: Tensor, zero: int) -> Tensor:
    return torch.full(scales.shape, zero, dtype=torch.int32, device=scales.device)

  # int8 with zero points to codes from 0 to 255.
  def codes(self, values: Tensor) -> Tensor:
    return (values.to(torch.int16) + 128).to(torch.uint8)

  # A scale of all, of a row or of a tile: two axes.
  def matrix(self, scales: Tensor) -> Tensor:
    if scales.dim() < 2:
      return scales.reshape([-1, 1])
    return scales

  def row(self, scales: Tensor) -> Tensor:
    return scales.reshape([-1])

  def flat(self, tensor: Tensor) -> Tensor:
    return torch.view_copy(tensor.contiguous(), dtype=torch.uint8).view([-1])

  def empty(self, like: Tensor) -> Tensor:
    return torch.empty([0], dtype=torch.float32, device=like.device)

  # Whether a byte of E4M3 is no number.
  def has_nan(self, values: Tensor) -> bool:
    bytes = torch.view_copy(values, dtype=torch.uint8)
    return bool(torch.any(torch.eq(bytes & 127, 127)).item())
