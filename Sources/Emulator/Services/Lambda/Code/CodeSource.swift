import Protocols
import Runtime

/// Where a request says that the code is: a zip file in it, an object in S3, a folder of this machine, a container image,
/// or nowhere, when the handler is a URL.
enum CodeSource: Sendable {
  case zip([UInt8])
  /// `version` nil: the present one.
  case object(bucket: String, key: String, version: String?)
  case folder(path: String)
  case image(uri: String)
  case none

  /// The bucket's name under which a key is a folder of this machine.
  private static let localFolder = "hot-reload"
  /// AWS's limit for a zip file that is sent in the request; larger ones come from S3.
  static let zipLimit = 52_428_800

  /// Throws InvalidParameterValueException where there is not exactly one.
  init(
    zip: Blob?, bucket: String?, key: String?, version: String? = nil, image: String? = nil, isURL: Bool = false,
    isLayer: Bool = false
  ) throws(AWSError) {
    if let image {
      if zip != nil || bucket != nil || key != nil {
        throw AWSError.invalidParameter(
          "Please do not provide other FunctionCode parameters when providing an ImageUri.")
      }
      self = .image(uri: image)
      return
    }
    if isURL, zip == nil, bucket == nil, key == nil {
      self = .none
      return
    }
    if let zip {
      if bucket != nil || key != nil {
        throw AWSError.invalidParameter("Please do not provide other FunctionCode parameters when providing a ZipFile.")
      }
      if zip.bytes.isEmpty { throw AWSError.invalidParameter("Uploaded file must be a non-empty zip") }
      if zip.count > CodeSource.zipLimit {
        throw AWSError.payloadTooLarge(
          "Zipped size must be smaller than \(CodeSource.zipLimit) bytes")
      }
      self = .zip(zip.bytes)
      return
    }
    guard let bucket, let key else {
      throw AWSError.invalidParameter("Please provide a source for function code.")
    }
    guard bucket == CodeSource.localFolder, !isLayer else {
      self = .object(bucket: bucket, key: key, version: version)
      return
    }
    if version != nil { throw AWSError.invalidParameter("A folder of this machine has no versions.") }
    guard key.hasPrefix("/"), !key.utf8.contains(0) else {
      throw AWSError.invalidParameter("With S3Bucket hot-reload, S3Key must be the absolute path of a folder: \(key)")
    }
    self = .folder(path: key)
  }

  /// Fetches and unpacks; from a worker. Throws InvalidParameterValueException for what cannot be had or unpacked.
  func take(
    into store: CodeStore, id: String, _ setting: ServiceSetting, as caller: Caller, region: String,
    engine found: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws(AWSError) -> LambdaFunction.Code {
    switch self {
    case .folder(let path):
      guard await BlockingThread.run({ FolderTree.isFolder(path) }) else {
        throw AWSError.invalidParameter("The folder \(path) named by S3Key does not exist on this machine.")
      }
      return .folder(path: path)
    case .none: return .none
    case .image(let uri):
      let engine = await BlockingThread.run { ContainerEngine.find() }
      guard let engine else { throw AWSError.invalidParameter(ContainerEngine.missing) }
      setting.cloud.loop.post { found(engine) }
      guard await BlockingThread.run({ ContainerEngine.hasImage(engine, uri) }) else {
        throw AWSError.invalidParameter(ContainerEngine.noImage(uri))
      }
      return .image(uri: uri)
    case .zip(let bytes): return try await CodeSource.add(bytes, to: store, id: id)
    case .object(let bucket, let key, let version):
      guard let objects = setting.ports.objects else { throw AWSError.internal("no object port is bound") }
      let bytes: [UInt8]
      do throws(AWSError) {
        bytes =
          if let version {
            try await objects.get(bucket, key, version: version, as: caller, region: region)
          } else {
            try await objects.get(bucket, key, range: nil, as: caller, region: region)
          }
      } catch {
        if error.cause != nil { throw error }
        throw AWSError.invalidParameter(
          "Error occurred while GetObject. S3 Error Code: \(error.code). S3 Error Message: \(error.message ?? "")")
      }
      return try await CodeSource.add(bytes, to: store, id: id)
    }
  }

  private static func add(
    _ bytes: [UInt8], to store: CodeStore, id: String
  ) async throws(AWSError) -> LambdaFunction.Code {
    let result: Result<LambdaFunction.Code, AWSError> = await BlockingThread.run {
      do throws(AWSError) { return .success(try store.add(bytes, id: id)) } catch { return .failure(error) }
    }
    return try result.get()
  }
}
