import Protocols
import Runtime

/// What a bucket's website answers to a browser at `<bucket>.s3-website…`. No model states it: the index of a folder, the
/// error document, the redirects of objects and of rules, errors as pages.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteHosting.html
enum GetWebsite: AWSOperation {
  enum Input: StructureShape {
    static let bucket = Required<String>("Bucket", .label)
    static let shape = structure("GetWebsiteRequest", bucket)
  }
  enum Output: StructureShape {
    static let headers = HeaderSet<Output>()
    static let body = Member<Blob>("Body", .payload, .streaming)
    static let status = Member<Int32>("Status", .statusCode)
    static let location = Member<String>("Location", .header("Location"))
    static let errorCode = Member<String>("ErrorCode", .header("x-amz-error-code"))
    static let errorMessage = Member<String>("ErrorMessage", .header("x-amz-error-message"))
    static let acceptRanges = Member<String>("AcceptRanges", .header("accept-ranges"))
    static let lastModified = Member<Timestamp>("LastModified", .header("Last-Modified"))
    static let eTag = Member<String>("ETag", .header("ETag"))
    static let versionID = Member<String>("VersionId", .header("x-amz-version-id"))
    static let contentRange = Member<String>("ContentRange", .header("Content-Range"))
    static let shape = structure(
      "GetWebsiteOutput",
      [body, status, location, errorCode, errorMessage, acceptRanges, lastModified, eTag, versionID, contentRange]
        + headers.all)
  }

  static func perform(
    _ input: Values<Input>, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    guard let head = request.head else { throw AWSError.internal("a website is asked from outside only") }
    guard head.method == "GET" || head.method == "HEAD" else {
      return page(
        AWSError(
          "MethodNotAllowed", "The specified method is not allowed against this resource.", status: 405,
          elements: [("Method", head.method), ("ResourceType", "OBJECT")]), request)
    }
    let name = input[Input.bucket]
    guard let bucket = service.store.buckets[name] else { return page(.noSuchBucket(name), request) }
    guard let site = site(of: bucket) else { return page(.noSuchWebsiteConfiguration(name), request) }
    guard let path = PercentEncoding.decodeString(String(head.path.dropFirst())) else {
      return page(AWSError("InvalidURI", "Couldn't parse the specified URI."), request)
    }
    let host = head.fields["Host"] ?? name
    let scheme = request.endpoint.hasPrefix("https") ? "https" : "http"
    if let redirect = site.redirect(path, failure: nil, host: host, scheme: scheme) { return answer(redirect) }

    do throws(AWSError) {
      return try object(site.key(of: path), of: bucket, head, request, service)
    } catch {
      if error.status == 304 || error.cause != nil { throw error }
      // Also where the reader may not be told that the object is missing.
      if error.status == 404 || error.status == 403, !path.isEmpty, !path.hasSuffix("/"),
        try service.store.object(bucket, path) == nil,
        try service.store.object(bucket, path + "/" + site.index) != nil
      {
        let place = "/" + PercentEncoding.encode(path, keepingSlash: true) + "/"
        return answer(Website.Redirect(status: 302, location: place))
      }
      if let redirect = site.redirect(path, failure: error.status, host: host, scheme: scheme) {
        return answer(redirect)
      }
      return try failed(error, site, bucket, request, service)
    }
  }

  private static func site(of bucket: StoredBucket) -> Website? {
    guard bucket.has(.website) else { return nil }
    return bucket.derived(.website) {
      Website(bucket.document(.website, as: WebsiteConfiguration.self) ?? Values())
    }
  }

  /// The object, or where it sends its readers to.
  private static func object(
    _ key: String, of bucket: StoredBucket, _ head: HTTPRequestHead?, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    try service.access?.check(.readObject, bucket, key: key, version: nil, request)
    var input = Values<GetObject.Input>()
    if let head {
      let format = S3Service.description.format(.restXML)
      var plain = head
      plain.query = ""
      input = Values(try format.input(GetObject.Input.shape, head: plain, labels: [], body: []))
    }
    input[GetObject.Input.bucket] = bucket.name
    input[GetObject.Input.key] = key
    guard case .body(let found, let body) = try GetObject.perform(input, request, service) else {
      throw AWSError.internal("an object of a website was put off")
    }
    if let target = found[GetObject.Output.headers.websiteRedirectLocation] {
      return answer(Website.Redirect(status: 301, location: target))
    }
    let output = Values<Output>.with {
      $0[Output.status] = found.has(GetObject.Output.contentRange) ? 206 : 200
      $0[Output.acceptRanges] = found[GetObject.Output.acceptRanges]
      $0[Output.lastModified] = found[GetObject.Output.lastModified]
      $0[Output.eTag] = found[GetObject.Output.eTag]
      $0[Output.versionID] = found[GetObject.Output.versionID]
      $0[Output.headers.cacheControl] = found[GetObject.Output.headers.cacheControl]
      $0[Output.headers.contentDisposition] = found[GetObject.Output.headers.contentDisposition]
      $0[Output.headers.contentEncoding] = found[GetObject.Output.headers.contentEncoding]
      $0[Output.headers.contentLanguage] = found[GetObject.Output.headers.contentLanguage]
      $0[Output.contentRange] = found[GetObject.Output.contentRange]
      $0[Output.headers.contentType] = found[GetObject.Output.headers.contentType]
      $0[Output.headers.expires] = found[GetObject.Output.headers.expires]
      $0[Output.headers.metadata] = found[GetObject.Output.headers.metadata]
    }
    return .body(output, body)
  }

  /// The website's error document with the status of the error, or a page.
  private static func failed(
    _ error: AWSError, _ site: Website, _ bucket: StoredBucket, _ request: RequestContext, _ service: S3Service
  ) throws(AWSError) -> Answer<Output> {
    guard let key = site.errorKey, (400...499).contains(error.status) else { return page(error, request) }
    do throws(AWSError) {
      guard case .body(var output, let body) = try object(key, of: bucket, nil, request, service) else {
        return page(error, request)
      }
      output[Output.status] = Int32(error.status)
      output[Output.errorCode] = error.code
      output[Output.errorMessage] = error.message
      return .body(output, body)
    } catch let second {
      return page(error, custom: second, request)
    }
  }

  private static func answer(_ redirect: Website.Redirect) -> Answer<Output> {
    let output = Values<Output>.with {
      $0[Output.status] = Int32(redirect.status)
      $0[Output.location] = redirect.location
      $0[Output.headers.contentType] = "text/html; charset=utf-8"
    }
    return .body(output, .bytes([]))
  }

  private static func page(
    _ error: AWSError, custom: AWSError? = nil, _ request: RequestContext
  ) -> Answer<Output> {
    let output = Values<Output>.with {
      $0[Output.status] = Int32(error.status)
      $0[Output.headers.contentType] = "text/html; charset=utf-8"
      $0[Output.errorCode] = error.code
      $0[Output.errorMessage] = error.message
    }
    return .body(output, .bytes(WebsitePage.error(error, custom: custom, requestID: request.id)))
  }
}
