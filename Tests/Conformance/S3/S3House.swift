import Protocols
import Runtime
import Storage
import Support

@testable import S3

/// S3 alone, in memory, with a bucket `bucket`. `ownership` nil: a new bucket's own, where ACLs do not count.
func s3House(
  _ configuration: Configuration = Configuration(), ownership: String? = nil
) async throws -> TestHouse {
  let blobs = try BlobStore(folder: nil, isDurable: false)
  let house = try TestHouse(configuration: configuration, starts: true) { [try S3Service($0, blobs, $1)] }
  _ = try await house.call(CreateBucket.self) {
    $0[CreateBucket.Input.bucket] = "bucket"
    $0[CreateBucket.Input.objectOwnership] = ownership
  }
  return house
}

extension TestHouse {
  /// Puts an object into `bucket`; returns its ETag.
  @discardableResult
  func put(
    _ key: String, _ bytes: [UInt8] = [], _ fill: (inout Values<PutObject.Input>) -> Void = { _ in }
  ) async throws -> String {
    let output = try await call(PutObject.self) {
      $0[PutObject.Input.bucket] = "bucket"
      $0[PutObject.Input.key] = key
      $0[PutObject.Input.body] = Blob(bytes)
      fill(&$0)
    }
    return output[PutObject.Output.eTag] ?? ""
  }

  /// The bytes of an object of `bucket`.
  func get(
    _ key: String, _ fill: (inout Values<GetObject.Input>) -> Void = { _ in }
  ) async throws -> (output: Values<GetObject.Output>, bytes: [UInt8]) {
    var input = Values<GetObject.Input>()
    input[GetObject.Input.bucket] = "bucket"
    input[GetObject.Input.key] = key
    fill(&input)
    let answer = try await cloud.performWithBody(
      GetObject.self, input, as: .root(of: TestHouse.account), region: TestHouse.region)
    var bytes: [UInt8] = []
    switch answer.body {
    case .bytes(let all): bytes = all
    case .files(let ranges):
      for range in ranges {
        guard let blob = range.owner as? OpenBlob else { continue }
        var room = [UInt8](repeating: 0, count: range.length)
        try room.withUnsafeMutableBytes { try blob.read(at: range.offset, into: $0) }
        bytes += room
      }
    default: break
    }
    return (answer.output, bytes)
  }

  /// Begins an upload in `bucket` and puts the parts; returns its id and what a completion names.
  func upload(
    _ key: String, _ parts: [[UInt8]], _ fill: (inout Values<CreateMultipartUpload.Input>) -> Void = { _ in }
  ) async throws -> (id: String, parts: [Values<CompletedPart>]) {
    let made = try await call(CreateMultipartUpload.self) {
      $0[CreateMultipartUpload.Input.bucket] = "bucket"
      $0[CreateMultipartUpload.Input.key] = key
      fill(&$0)
    }
    let id = made[CreateMultipartUpload.Output.uploadID] ?? ""
    var completed: [Values<CompletedPart>] = []
    for (index, part) in parts.enumerated() {
      let output = try await call(UploadPart.self) {
        $0[UploadPart.Input.bucket] = "bucket"
        $0[UploadPart.Input.key] = key
        $0[UploadPart.Input.uploadID] = id
        $0[UploadPart.Input.partNumber] = Int32(index + 1)
        $0[UploadPart.Input.body] = Blob(part)
      }
      completed.append(
        .with {
          $0[CompletedPart.partNumber] = Int32(index + 1)
          $0[CompletedPart.eTag] = output[UploadPart.Output.eTag]
        })
    }
    return (id, completed)
  }
}

/// Bytes that repeat with a period that no power of two divides.
func pattern(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 % 251) } }
