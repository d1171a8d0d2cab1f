// TLS with asio::ssl::stream.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#include <boost/asyncio.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <chrono>
#include <cstddef>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace asio = boost::asio;
namespace asyncio = boost::asyncio;
namespace ssl = boost::asio::ssl;
using asio::ip::tcp;
using namespace std::chrono_literals;

// A certificate of "localhost" that has signed itself, and its key, for this
// run of the program.
struct identity
{
    std::string certificate;
    std::string key;
};

template<auto Free>
struct freed
{
    template<class T>
    void operator()(T* p) const
    {
        Free(p);
    }
};

template<class T, auto Free>
using owner = std::unique_ptr<T, freed<Free>>;

void require(bool success)
{
    if (!success)
        throw std::runtime_error("cannot make a certificate");
}

std::string text(BIO* bio)
{
    char* data = nullptr;
    auto const size = BIO_get_mem_data(bio, &data);
    return std::string(data, static_cast<std::size_t>(size));
}

identity make_identity()
{
    owner<EVP_PKEY_CTX, EVP_PKEY_CTX_free> const maker(
        EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nullptr));
    EVP_PKEY* made = nullptr;
    require(
        maker && EVP_PKEY_keygen_init(maker.get()) == 1 &&
        EVP_PKEY_CTX_set_ec_paramgen_curve_nid(
            maker.get(), NID_X9_62_prime256v1) == 1 &&
        EVP_PKEY_keygen(maker.get(), &made) == 1);
    owner<EVP_PKEY, EVP_PKEY_free> const key(made);

    owner<X509, X509_free> const x(X509_new());
    require(x != nullptr);
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
    require(X509_sign(x.get(), key.get(), EVP_sha256()) > 0);

    owner<BIO, BIO_free> const certificate(BIO_new(BIO_s_mem()));
    owner<BIO, BIO_free> const secret(BIO_new(BIO_s_mem()));
    require(
        PEM_write_bio_X509(certificate.get(), x.get()) == 1 &&
        PEM_write_bio_PrivateKey(
            secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) ==
            1);
    return {text(certificate.get()), text(secret.get())};
}

// tag::session[]
using stream = ssl::stream<tcp::socket>;

asio::awaitable<void> session(tcp::socket socket, ssl::context& context)
{
    stream s(std::move(socket), context);
    co_await asyncio::wait_for(
        s.async_handshake(stream::server, asio::deferred), 10s);
    std::string line;
    co_await asyncio::wait_for(
        asio::async_read_until(
            s, asio::dynamic_buffer(line), '\n', asio::deferred),
        1min);
    co_await asio::async_write(s, asio::buffer(line), asio::use_awaitable);
    // The other side may never answer the end.
    co_await asyncio::wait_for(s.async_shutdown(asio::deferred), 10s);
}
// end::session[]

asio::awaitable<std::string>
ask(tcp::endpoint server, ssl::context& context, std::string line)
{
    stream s(co_await asio::this_coro::executor, context);
    s.set_verify_callback(ssl::host_name_verification("localhost"));
    co_await s.next_layer().async_connect(server, asio::use_awaitable);
    co_await s.async_handshake(stream::client, asio::use_awaitable);
    co_await asio::async_write(s, asio::buffer(line), asio::use_awaitable);
    std::string reply;
    co_await asio::async_read_until(
        s, asio::dynamic_buffer(reply), '\n', asio::use_awaitable);
    co_await s.async_shutdown(asio::use_awaitable);
    co_return reply;
}

// Connects, and does not speak TLS: the limit of the handshake ends that.
asio::awaitable<void> run_silent(tcp::acceptor& acceptor, ssl::context& context)
{
    tcp::socket silent(co_await asio::this_coro::executor);
    co_await silent.async_connect(
        acceptor.local_endpoint(), asio::use_awaitable);
    stream s(co_await acceptor.async_accept(asio::use_awaitable), context);
    try
    {
        co_await asyncio::wait_for(
            s.async_handshake(stream::server, asio::deferred), 10ms);
    }
    catch (asyncio::timeout_error const&)
    {
        std::cout << "no handshake in time\n";
    }
}

asio::awaitable<void> program()
{
    auto const identity = make_identity();
    ssl::context server_context(ssl::context::tls_server);
    server_context.use_certificate(
        asio::buffer(identity.certificate), ssl::context::pem);
    server_context.use_private_key(
        asio::buffer(identity.key), ssl::context::pem);
    ssl::context client_context(ssl::context::tls_client);
    client_context.add_certificate_authority(
        asio::buffer(identity.certificate));
    client_context.set_verify_mode(ssl::verify_peer);

    tcp::acceptor acceptor(
        co_await asio::this_coro::executor,
        tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    auto const client = asyncio::create_task(
        ask(acceptor.local_endpoint(), client_context, "tea\n"));
    co_await session(
        co_await acceptor.async_accept(asio::use_awaitable), server_context);
    std::cout << "a reply: " << co_await client.get();
    co_await run_silent(acceptor, server_context);
}

int main()
{
    asyncio::run(program());
}
