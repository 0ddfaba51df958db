extension [UInt8] {
  /// `withUnsafeBytes` that keeps the error's type, which the standard library's loses.
  @inlinable package func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try withUnsafeBufferPointer { (elements: UnsafeBufferPointer<UInt8>) throws(Failure) -> Result in
      try body(UnsafeRawBufferPointer(elements))
    }
  }
}
