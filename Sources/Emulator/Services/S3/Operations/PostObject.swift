import Protocols
import Runtime

/// Uploads a file out of a browser's form. No model states it: it is PutObject with its head in the fields of the form.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
enum PostObject: BodyStreamingOperation {
  static let http: HTTPBinding? = HTTPBinding("POST", "/{Bucket}")

  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let contentType = Member<String>("ContentType", .header("Content-Type"))
    static let shape = structure("PostObjectRequest", bucket, contentType)
  }
  enum Output: StructureShape {
    static let status = Member<Int32>("Status", .statusCode)
    static let location = Member<String>("Location", .header("Location"))
    static let eTag = Member<String>("ETag", .header("ETag"))
    static let versionID = Member<String>("VersionId", .header("x-amz-version-id"))
    static let expiration = Member<String>("Expiration", .header("x-amz-expiration"))
    static let serverSideEncryption = Member<String>("ServerSideEncryption", .header("x-amz-server-side-encryption"))
    static let response = Member<Values<PostResponse>>(
      "PostResponse", .payload, .xmlNamespace("", prefix: nil))
    static let shape = structure(
      "PostObjectOutput", status, location, eTag, versionID, expiration, serverSideEncryption, response)
  }

  static func receiver(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> any BodyReceiver {
    _ = try service.bucket(input[Input.bucket], owner: nil)
    guard let boundary = FormData.boundary(input[Input.contentType]) else {
      throw AWSError.preconditionFailed("Bucket POST must be of the enclosure-type multipart/form-data")
    }
    return FormSpool(bucket: input[Input.bucket], boundary: boundary, service)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    guard let form = request.body as? FormSpool, let spool = form.spool else { throw AWSError.incompleteBody() }
    let bucket = try service.bucket(input[Input.bucket], owner: nil)
    let inner = request.copy()
    inner.account = bucket.account
    if let access = service.access {
      inner.caller = try form.form.caller { service.ports.keys?($0) }
      inner.account = inner.caller.account
      try access.check(.writeObject, bucket, key: form.input[PutObject.Input.key], version: nil, inner)
    }
    inner.body = spool
    guard case .now(let put) = try PutObject.perform(form.input, inner, service) else {
      throw AWSError.internal("an upload by form was put off")
    }
    return .now(answer(put, form, bucket.name, request))
  }

  /// The head as the input of PutObject, checked as PutObject's own is.
  static func input(
    _ head: HTTPRequestHead, bucket: String, key: String
  ) throws(AWSError) -> Values<PutObject.Input> {
    let format = S3Service.description.format(.restXML)
    var structure = try format.input(
      PutObject.Input.shape, head: head, labels: [("Bucket", PercentEncoding.encode(bucket))], body: [])
    structure[named: "Key"] = .string(key)
    if let message = Validator.message(for: structure) {
      throw AWSError.violation(in: structure) ?? AWSError("InvalidArgument", message)
    }
    if let member = Validator.notEmulated(in: structure) {
      throw AWSError.notEmulated(member: member, of: PostObject.name)
    }
    return Values(structure)
  }

  /// What the form asks for: an address to go to, a status, or nothing.
  private static func answer(
    _ put: Values<PutObject.Output>, _ form: FormSpool, _ bucket: String, _ request: RequestContext
  ) -> Values<Output> {
    let key = form.input[PutObject.Input.key]
    let etag = put[PutObject.Output.eTag] ?? ""
    let place = "\(request.endpoint)/\(bucket)/\(PercentEncoding.encode(key, keepingSlash: true))"
    return .with {
      $0[Output.eTag] = etag
      $0[Output.versionID] = put[PutObject.Output.versionID]
      $0[Output.expiration] = put[PutObject.Output.expiration]
      $0[Output.serverSideEncryption] = put[PutObject.Output.encryption.algorithm]
      $0[Output.location] = place
      if let target = form.form["success_action_redirect"] ?? form.form["redirect"], !target.isEmpty {
        let query = Form.encode([.init("bucket", bucket), .init("key", key), .init("etag", etag)])
        let mark = target.utf8.contains(UInt8(ascii: "?")) ? "&" : "?"
        $0[Output.location] = target + mark + String(decoding: query, as: UTF8.self)
        $0[Output.status] = 303
        return
      }
      switch form.form["success_action_status"] {
      case "200": $0[Output.status] = 200
      case "201":
        $0[Output.status] = 201
        $0[Output.response] = .with {
          $0[PostResponse.location] = place
          $0[PostResponse.bucket] = bucket
          $0[PostResponse.key] = key
          $0[PostResponse.eTag] = etag
        }
      default: $0[Output.status] = 204
      }
    }
  }
}

enum PostResponse: StructureShape {
  static let location = Member<String>("Location")
  static let bucket = Member<String>("Bucket")
  static let key = Member<String>("Key")
  static let eTag = Member<String>("ETag")
  static let shape = structure("PostResponse", location, bucket, key, eTag)
}
