// Runs a Node handler against the Lambda Runtime API (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
// A line of several lines (a stack) is written with carriage returns between them, so that it becomes one log event.
'use strict'
const fs = require('fs')
const http = require('http')
const path = require('path')
const { Writable } = require('stream')
const util = require('util')
const { pathToFileURL } = require('url')

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':')
const root = process.env.LAMBDA_TASK_ROOT
// Ends an invocation whose handler can no longer answer, since nothing is left to happen.
let abandon
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
let requestID = ''

function call (method, tail, body, headers = {}) {
  return new Promise((resolve, reject) => {
    if (body !== undefined) headers['Content-Length'] = Buffer.byteLength(body)
    const options = { host, port, agent, method, path: '/2018-06-01/runtime' + tail, headers }
    const request = http.request(options, (response) => {
      const pieces = []
      response.on('data', (piece) => pieces.push(piece))
      response.on('end', () => resolve({
        status: response.statusCode, headers: response.headers, body: Buffer.concat(pieces).toString()
      }))
    })
    request.setNoDelay(true)
    request.on('error', reject)
    request.end(body)
  })
}

function writeEvent (text) {
  fs.writeSync(1, text.replace(/\r?\n/g, '\r') + '\n')
}

for (const [name, level] of Object.entries({
  log: 'INFO', info: 'INFO', debug: 'DEBUG', trace: 'TRACE', warn: 'WARN', error: 'ERROR'
})) {
  console[name] = (...values) => {
    writeEvent(`${new Date().toISOString()}\t${requestID || undefined}\t${level}\t${util.format(...values)}`)
  }
}

// A streaming handler is marked, and given a stream that becomes the answer's body as it is written.
const streaming = Symbol('streaming')
globalThis.awslambda = {
  streamifyResponse (handler) {
    handler[streaming] = true
    return handler
  },
  HttpResponseStream: {
    // The head of an HTTP answer goes before the body, eight zeros between them.
    from (stream, head) {
      stream.setContentType('application/vnd.awslambda.http-integration-response')
      stream.prelude = Buffer.concat([Buffer.from(JSON.stringify(head)), Buffer.alloc(8)])
      return stream
    }
  }
}

class ResponseStream extends Writable {
  constructor (tail) {
    super({ highWaterMark: 65536 })
    this.tail = tail
    this.contentType = 'application/octet-stream'
    this.told = new Promise((resolve, reject) => Object.assign(this, { resolve, reject }))
  }

  setContentType (type) { this.contentType = type }

  begin () {
    if (this.request) return
    this.request = http.request({
      host, port, agent, method: 'POST', path: '/2018-06-01/runtime' + this.tail,
      headers: { 'Content-Type': this.contentType, 'Lambda-Runtime-Function-Response-Mode': 'streaming', 'Transfer-Encoding': 'chunked' }
    }, (response) => response.resume().on('end', this.resolve))
    this.request.setNoDelay(true)
    this.request.on('error', this.reject)
    this.request.flushHeaders()
    if (this.prelude) this.request.write(this.prelude)
  }

  _write (piece, encoding, done) {
    this.begin()
    this.request.write(piece, done)
  }

  _final (done) {
    this.begin()
    this.request.end(done)
  }
}

class Failure extends Error {
  constructor (name, message) {
    super(message)
    this.name = name
  }
}

function load (name) {
  const slash = name.lastIndexOf('/')
  const dot = name.indexOf('.', slash + 1)
  if (dot < 0 || name.includes('..')) {
    throw new Failure('Runtime.MalformedHandlerName', 'Bad handler')
  }
  const file = path.join(root, name.slice(0, dot))
  const find = (module) => {
    let handler = module
    for (const part of name.slice(dot + 1).split('.')) handler = handler && handler[part]
    if (handler === undefined && module.default) handler = module.default[name.slice(dot + 1)]
    if (handler === undefined) throw new Failure('Runtime.HandlerNotFound', `${name} is undefined or not exported`)
    if (typeof handler !== 'function') throw new Failure('Runtime.HandlerNotFound', `${name} is not a function`)
    return handler
  }
  const failed = (error) => {
    if (error instanceof Failure) throw error
    if (error instanceof SyntaxError) throw Object.assign(error, { name: 'Runtime.UserCodeSyntaxError' })
    if (error && (error.code === 'MODULE_NOT_FOUND' || error.code === 'ERR_MODULE_NOT_FOUND')) {
      throw new Failure('Runtime.ImportModuleError', `Error: ${error.message}`)
    }
    throw error
  }
  const isModule = fs.existsSync(file + '.mjs') || (fs.existsSync(file + '.js') && isModulePackage(file))
  if (isModule) {
    const found = fs.existsSync(file + '.mjs') ? file + '.mjs' : file + '.js'
    return import(pathToFileURL(found)).then(find).catch(failed)
  }
  try {
    for (const ending of ['', '.js', '.cjs']) {
      if (fs.existsSync(file + ending) && !fs.statSync(file + ending).isDirectory()) {
        return Promise.resolve(find(require(file + ending)))
      }
    }
    return Promise.resolve(find(require(require.resolve(path.basename(file), { paths: [path.dirname(file)] }))))
  } catch (error) {
    return Promise.resolve().then(() => failed(error))
  }
}

function isModulePackage (file) {
  for (let folder = path.dirname(file); folder.startsWith(root); folder = path.dirname(folder)) {
    const manifest = path.join(folder, 'package.json')
    if (!fs.existsSync(manifest)) continue
    try {
      return JSON.parse(fs.readFileSync(manifest, 'utf8')).type === 'module'
    } catch {
      return false
    }
  }
  return false
}

function describe (error) {
  if (util.types.isNativeError(error)) {
    return { errorType: error.name, errorMessage: error.message, trace: (error.stack || '').split('\n') }
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] }
}

// Calls the handler in the form it has: one that returns a promise, or one that takes a callback.
function invoke (handler, event, context) {
  return new Promise((resolve, reject) => {
    abandon = () => resolve(undefined)
    const done = (error, result) => (error === undefined || error === null ? resolve(result) : reject(error))
    context.done = done
    context.succeed = resolve
    context.fail = reject
    const result = handler(event, context, done)
    if (result && typeof result.then === 'function') result.then(resolve, reject)
    else if (handler.length < 3) resolve(result)
  })
}

function contextOf (headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms'])
  const client = headers['lambda-runtime-client-context']
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: client ? JSON.parse(client) : undefined,
    identity: undefined,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: requestID,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now())
  }
}

async function fail (tail, error, title) {
  const body = logFailure(error, title)
  await call('POST', tail, JSON.stringify(body), {
    'Content-Type': 'application/json', 'Lambda-Runtime-Function-Error-Type': requestID ? 'Unhandled' : body.errorType
  })
}

function logFailure (error, title = requestID ? 'Invoke Error' : 'Uncaught Exception') {
  const body = describe(error)
  writeEvent(`${new Date().toISOString()}\t${requestID || undefined}\tERROR\t` +
    `${title} \t${JSON.stringify({ ...body, stack: body.trace, trace: undefined })}`)
  return body
}

// What a streaming handler throws ends its answer where it is; only the log tells it, as on AWS.
async function stream (handler, event, context) {
  const answer = new ResponseStream(`/invocation/${requestID}/response`)
  try {
    await handler(event, answer, context)
  } catch (error) {
    logFailure(error)
    answer.end()
  }
  await answer.told
}

async function main () {
  process.on('beforeExit', () => abandon && abandon())
  process.on('uncaughtException', async (error) => {
    const isRejection = error instanceof Failure && error.name === 'Runtime.UnhandledPromiseRejection'
    const title = isRejection ? 'Unhandled Promise Rejection' : 'Uncaught Exception'
    await fail(requestID ? `/invocation/${requestID}/error` : '/init/error', error, title)
    process.exit(isRejection ? 128 : 129)
  })
  process.on('unhandledRejection', (reason, promise) => {
    const error = new Failure('Runtime.UnhandledPromiseRejection', String(reason))
    error.stack = reason && reason.stack ? `${error.name}: ${reason.stack}` : error.stack
    process.emit('uncaughtException', error)
  })
  let handler
  try {
    handler = await load(process.env._HANDLER)
  } catch (error) {
    await fail('/init/error', error)
    process.exit(1)
  }
  for (;;) {
    const next = await call('GET', '/invocation/next')
    if (next.status !== 200) process.exit(0)
    requestID = next.headers['lambda-runtime-aws-request-id']
    process.env._X_AMZN_TRACE_ID = next.headers['lambda-runtime-trace-id'] || ''
    let answer
    if (handler[streaming]) {
      await stream(handler, JSON.parse(next.body), contextOf(next.headers))
      continue
    }
    try {
      const result = await invoke(handler, JSON.parse(next.body), contextOf(next.headers))
      try {
        answer = JSON.stringify(result === undefined ? null : result)
      } catch {
        throw new Error('Unable to stringify response body')
      }
    } catch (error) {
      await fail(`/invocation/${requestID}/error`, error)
      continue
    }
    await call('POST', `/invocation/${requestID}/response`, answer, { 'Content-Type': 'application/json' })
  }
}

main()
