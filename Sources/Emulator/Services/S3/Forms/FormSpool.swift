import Protocols
import Runtime

/// Takes the body of a form that uploads a file: the fields first, which say what the file may be, then the file itself,
/// which goes where the body of a PUT goes. Whatever is wrong is told at the end of the body.
///
/// `@unchecked Sendable`: Loop only.
final class FormSpool: BodyReceiver, @unchecked Sendable {
  var onReady: (() -> Void)? {
    didSet { spool?.onReady = onReady }
  }
  var onDone: ((AWSError?) -> Void)?
  private(set) var form = PostForm()
  private(set) var policy: PostPolicy?
  /// Where the file is; nil until it begins.
  private(set) var spool: BodySpool?
  /// What the form says, as the input of PutObject.
  private(set) var input = Values<PutObject.Input>()

  private let bucket: String
  private let service: S3Service
  private var data: FormData
  private var error: AWSError?
  private var size = 0
  private var hasEnded = false
  private var isComplete = false

  init(bucket: String, boundary: String, _ service: S3Service) {
    self.bucket = bucket
    self.service = service
    data = FormData(boundary: boundary)
  }

  func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if error != nil { return true }
    var goesOn = true
    do throws(FormData.Failure) {
      for part in try data.read(bytes) where !take(part) { goesOn = false }
    } catch {
      fail(
        error == .tooLarge
          ? AWSError(
            "MaxPostPreDataLengthExceeded",
            "Your POST request fields preceding the upload file was too large.",
            elements: [("MaxPostPreDataLengthBytes", "\(FormData.fieldLimit)")])
          : AWSError(
            "MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data."))
    }
    return goesOn
  }

  private func take(_ part: FormData.Part) -> Bool {
    if error != nil { return true }
    switch part {
    case .field(let name, let value): form.add(name, value)
    case .file(let filename, let type): begin(filename, type)
    case .bytes(let bytes):
      size += bytes.count
      if size > policy?.sizes?.upperBound ?? S3Service.objectLimit {
        fail(AWSError.entityTooLarge(size, policy?.sizes?.upperBound ?? S3Service.objectLimit))
        return true
      }
      return bytes.withUnsafeBytes { spool?.receive($0) ?? true }
    case .end: isComplete = true
    }
    return true
  }

  /// All fields are there: what is wrong with them is known before the file comes.
  private func begin(_ filename: String, _ type: String?) {
    form.filename = filename
    do throws(AWSError) {
      let key = try form.key()
      policy = try form.policy(bucket: bucket, now: service.now)
      let head = try form.head(bucket: bucket, type: type)
      input = try PostObject.input(head, bucket: bucket, key: key)
      let expectation = try BodyExpectation(document: head, hasChecksum: true)
      let spool = try BodySpool(
        expectation, [expectation.algorithm ?? .crc64nvme], signed: .anything,
        key: CustomerKey(PutObject.Input.customerKey, input), memoryLimit: BodySpool.inMemory, line: service.line,
        loop: service.loop)
      spool.onReady = onReady
      spool.onDone = { [weak self] error in self?.finish(error) }
      self.spool = spool
    } catch {
      fail(error)
    }
  }

  private func fail(_ failure: AWSError) {
    if error != nil { return }
    error = failure
    spool?.cancel()
  }

  func end() {
    hasEnded = true
    if error == nil, spool == nil {
      error = .invalidArgument("file", "0", "POST requires exactly one file upload per request.")
    }
    if error == nil, !isComplete { fail(.incompleteBody()) }
    if let error { return finish(error) }
    spool?.end()
  }

  func cancel() {
    spool?.cancel()
    onDone = nil
    onReady = nil
  }

  private func finish(_ failure: AWSError?) {
    let done = onDone
    onDone = nil
    onReady = nil
    var failure = failure
    if failure == nil {
      do throws(AWSError) { try policy?.check(size: size) } catch { failure = error }
    }
    done?(failure)
  }
}
