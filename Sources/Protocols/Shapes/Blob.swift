/// Bytes as AWS's `blob` shapes carry them. Not `Data`: that name is Foundation's, and an array needs no Foundation.
@frozen @usableFromInline
package struct Blob: Sendable, Hashable {
  @usableFromInline package var bytes: [UInt8]
  @inlinable package init(_ bytes: [UInt8] = []) { self.bytes = bytes }
  @inlinable package var count: Int { bytes.count }
}
