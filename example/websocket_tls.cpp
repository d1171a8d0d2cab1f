// A WebSocket over TLS, by Boost.Beast: a limit for each message, a clean end.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

// websocket_tls
//
// An echo server and a client, which talk over the loopback interface with a
// certificate that is made for this run. How the two libraries go together:
//
// - An operation of Beast is passed with asio::deferred, and a limit for it is
//   a wait_for: for the handshakes, for a write, for the close.
// - An operation of a WebSocket that was interrupted has broken the stream: all
//   that comes after it fails, the close as well. So nobody reads with a limit
//   here. One task reads all messages into a queue, and the limit is for the
//   queue, from which nothing is lost.
// - To end is to send a close frame and to wait for that of the other side. No
//   destructor can do so: it belongs in the aexit of a context manager. That
//   also runs when the task is cancelled, and has a limit of its own.

#include <boost/asyncio.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <chrono>
#include <exception>
#include <functional>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
namespace beast = boost::beast;
namespace ssl = boost::asio::ssl;
namespace websocket = boost::beast::websocket;
using asio::ip::tcp;
using namespace std::chrono_literals;

using stream = websocket::stream<ssl::stream<tcp::socket>>;

constexpr auto patience = 10s;

// The server: echoes each message, but "slow" ones late, and "mute" ones never.
// Gives why it ended.
asio::awaitable<std::string> serve(tcp::acceptor& acceptor, ssl::context& tls)
{
    stream ws(co_await acceptor.async_accept(asio::use_awaitable), tls);
    co_await asyncio::wait_for(
        ws.next_layer().async_handshake(
            ssl::stream_base::server, asio::deferred),
        patience);
    co_await asyncio::wait_for(ws.async_accept(asio::deferred), patience);
    try
    {
        for (;;)
        {
            beast::flat_buffer message;
            co_await ws.async_read(message, asio::use_awaitable);
            auto const text = beast::buffers_to_string(message.data());
            if (text.starts_with("mute"))
                continue;
            if (text.starts_with("slow"))
                co_await asyncio::sleep(400ms);
            co_await asyncio::wait_for(
                ws.async_write(message.data(), asio::deferred), patience);
        }
    }
    catch (boost::system::system_error const& e)
    {
        if (e.code() != websocket::error::closed)
            throw;
    }
    auto const& reason = ws.reason();
    co_return std::to_string(reason.code) + ", " + reason.reason.c_str();
}

// A client's connection, from the handshakes to the close frames.
class connection
{
public:
    connection(
        asio::any_io_executor const& executor,
        ssl::context& tls,
        tcp::endpoint const& server)
        : ws_(executor, tls), server_(server)
    {
    }

    asio::awaitable<std::reference_wrapper<connection>> aenter()
    {
        co_await asyncio::wait_for(connect(), patience);
        reader_ = asyncio::create_task(read(), {.name = "reader"});
        co_return std::ref(*this);
    }

    asio::awaitable<void> aexit(std::exception_ptr error)
    {
        websocket::close_reason const reason(
            error ? websocket::close_code::going_away
                  : websocket::close_code::normal,
            error ? "in a hurry" : "that was all");
        std::exception_ptr failure;
        try
        {
            co_await asyncio::wait_for(
                ws_.async_close(reason, asio::deferred), patience);
        }
        catch (boost::system::system_error const& e)
        {
            // The other side may be gone, or silent. If not that, somebody has
            // lost patience with us.
            if (asyncio::is_cancelled(e))
                failure = std::current_exception();
        }
        reader_.cancel();
        co_await asyncio::wait({reader_});
        if (failure)
            std::rethrow_exception(failure);
    }

    asio::awaitable<void> send(std::string const& message)
    {
        co_await asyncio::wait_for(
            ws_.async_write(asio::buffer(message), asio::deferred), patience);
    }

    asio::awaitable<std::string> receive(std::chrono::milliseconds limit)
    {
        co_return co_await asyncio::wait_for(messages_.get(), limit);
    }

private:
    asio::awaitable<void> connect()
    {
        auto& tls = ws_.next_layer();
        tls.set_verify_callback(ssl::host_name_verification("localhost"));
        co_await tls.next_layer().async_connect(server_, asio::use_awaitable);
        co_await tls.async_handshake(
            ssl::stream_base::client, asio::use_awaitable);
        co_await ws_.async_handshake("localhost", "/", asio::use_awaitable);
    }

    // Until the connection ends, by a close frame or otherwise: then there are
    // no more messages. The queue is bounded, so the other side cannot fill it.
    asio::awaitable<void> read()
    {
        try
        {
            for (;;)
            {
                beast::flat_buffer message;
                co_await ws_.async_read(message, asio::use_awaitable);
                co_await messages_.put(
                    beast::buffers_to_string(message.data()));
            }
        }
        catch (boost::system::system_error const& e)
        {
            if (asyncio::is_cancelled(e))
                throw;
        }
        messages_.shutdown();
    }

    stream ws_;
    tcp::endpoint server_;
    asyncio::queue<std::string> messages_{16};
    asyncio::task<void> reader_;
};

void print(std::string const& message)
{
    std::cout << "client: " << message << '\n';
}

asio::awaitable<void> talk(connection& c)
{
    co_await c.send("hello");
    print(co_await c.receive(patience));
    co_await c.send("slow hello");
    try
    {
        print(co_await c.receive(50ms));
    }
    catch (asyncio::timeout_error const&)
    {
        print("no answer in time");
    }
    // It comes after all, and the connection is as it was.
    print(co_await c.receive(patience));
}

asio::awaitable<void> talk_in_vain(connection& c)
{
    co_await c.send("mute hello");
    print(co_await c.receive(1h));
}

// A certificate of "localhost" that has signed itself, for both sides.
void make_certificate(ssl::context& server, ssl::context& client)
{
    std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> const key(
        EVP_EC_gen("P-256"), EVP_PKEY_free);
    std::unique_ptr<X509, void (*)(X509*)> const x(X509_new(), X509_free);
    if (!key || !x)
        throw std::runtime_error("cannot make a key");
    X509_set_version(x.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(x.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(x.get()), 3600);
    auto* const name = X509_get_subject_name(x.get());
    X509_NAME_add_entry_by_txt(
        name,
        "CN",
        MBSTRING_ASC,
        reinterpret_cast<unsigned char const*>("localhost"),
        -1,
        -1,
        0);
    X509_set_issuer_name(x.get(), name);
    X509_set_pubkey(x.get(), key.get());
    if (X509_sign(x.get(), key.get(), EVP_sha256()) <= 0 ||
        SSL_CTX_use_certificate(server.native_handle(), x.get()) != 1 ||
        SSL_CTX_use_PrivateKey(server.native_handle(), key.get()) != 1 ||
        X509_STORE_add_cert(
            SSL_CTX_get_cert_store(client.native_handle()), x.get()) != 1)
        throw std::runtime_error("cannot make a certificate");
    client.set_verify_mode(ssl::verify_peer);
}

asio::awaitable<void> main_task()
{
    auto const executor = co_await asio::this_coro::executor;
    ssl::context server(ssl::context::tls_server);
    ssl::context client(ssl::context::tls_client);
    make_certificate(server, client);
    tcp::acceptor acceptor(
        executor, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    auto const endpoint = acceptor.local_endpoint();

    co_await asyncio::with(
        asyncio::task_group(),
        [&](asyncio::task_group& group) -> asio::awaitable<void>
        {
            auto served = group.create_task(serve(acceptor, server));
            connection first(executor, client, endpoint);
            co_await asyncio::with(first, talk);
            std::cout << "server: " << co_await served.get() << '\n';

            // The limit cancels the body, and aexit says goodbye all the same.
            served = group.create_task(serve(acceptor, server));
            connection second(executor, client, endpoint);
            try
            {
                co_await asyncio::wait_for(
                    asyncio::with(second, talk_in_vain), 1s);
            }
            catch (asyncio::timeout_error const&)
            {
                print("time is up");
            }
            std::cout << "server: " << co_await served.get() << '\n';
        });
}

int main()
try
{
    asyncio::run(main_task());
}
catch (asyncio::keyboard_interrupt const&)
{
    return 130;
}
